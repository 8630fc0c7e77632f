import { Chat, RapportProvider } from "@rapport/react";
import { useState } from "react";
import { createRoot } from "react-dom/client";
import { siteTokens } from "./site-tokens";
import "@rapport/react/styles.css";
import "../site.css";

const RAPPORT = import.meta.env.VITE_RAPPORT_URL;
const provider = siteTokens(RAPPORT, "marieke");

/** A page of a site that shows the chat and its own count of what is unread. */
function Site() {
  const [unread, setUnread] = useState(0);
  return (
    <>
      <h1>Example Organisation</h1>
      <p role="status">{unread === 0 ? "Nothing unread" : `${unread} unread`}</p>
      <div className="site-chat">
        <RapportProvider provider={provider} baseUrl={RAPPORT} locale="en">
          <Chat onUnreadChange={setUnread} />
        </RapportProvider>
      </div>
    </>
  );
}

const root = document.getElementById("root");
if (root !== null) createRoot(root).render(<Site />);

import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from "react";

type Announce = (text: string, urgency?: "polite" | "assertive") => void;

const AnnounceContext = createContext<Announce>(() => {});

/** Says a short text to screen readers. */
export function useAnnounce(): Announce {
  return useContext(AnnounceContext);
}

const SPOKEN_AFTER = 1_500;

/** Holds the two hidden live regions of the page; the message list itself is not live. */
export function Announcer({ children }: { children: ReactNode }) {
  const [polite, setPolite] = useState(NOTHING);
  const [assertive, setAssertive] = useState(NOTHING);
  const announce = useCallback<Announce>((text, urgency = "polite") => {
    const set = urgency === "polite" ? setPolite : setAssertive;
    set(({ turn }) => ({ text, turn: turn + 1 }));
  }, []);
  return (
    <AnnounceContext value={announce}>
      {children}
      <div className="visually-hidden" aria-live="polite">
        <Spoken key={`polite-${polite.turn}`} text={polite.text} />
      </div>
      <div className="visually-hidden" aria-live="assertive">
        <Spoken key={`assertive-${assertive.turn}`} text={assertive.text} />
      </div>
    </AnnounceContext>
  );
}

const NOTHING = { text: "", turn: 0 };

/** Gone once it was spoken, so that nobody finds it a second time when reading through the page. */
function Spoken({ text }: { text: string }) {
  const [shown, setShown] = useState(true);
  useEffect(() => {
    const timer = setTimeout(() => setShown(false), SPOKEN_AFTER);
    return () => clearTimeout(timer);
  }, []);
  return shown ? <span>{text}</span> : null;
}

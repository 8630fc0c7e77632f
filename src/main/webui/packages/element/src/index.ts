/**
 * The public face of `@rapport/element`: loading it defines `<rapport-chat>`.
 */
import { RapportChatElement } from "./rapport-chat-element";

export type { TokenProvider } from "@rapport/client";
export type { RapportChatElement } from "./rapport-chat-element";

declare global {
  interface HTMLElementTagNameMap {
    "rapport-chat": RapportChatElement;
  }
}

// A page may load the file twice.
if (customElements.get("rapport-chat") === undefined)
  customElements.define("rapport-chat", RapportChatElement);

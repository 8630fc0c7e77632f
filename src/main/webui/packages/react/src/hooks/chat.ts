import type { Chat, Readable } from "@rapport/client";
import { createContext, useContext, useSyncExternalStore } from "react";

const ChatContext = createContext<Chat | null>(null);

/** Gives the chat to the screens below. */
export const ChatProvider = ChatContext.Provider;

/** The chat of the signed-in person. */
export function useChat(): Chat {
  const chat = useContext(ChatContext);
  if (chat === null) throw new Error("useChat outside ChatProvider");
  return chat;
}

/** The present value of a readable, followed. */
export function useReadable<T>(readable: Readable<T>): T {
  return useSyncExternalStore(readable.subscribe, readable.getSnapshot);
}

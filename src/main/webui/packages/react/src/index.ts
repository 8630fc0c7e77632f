/**
 * The public face of `@rapport/react`. Its look comes from `@rapport/react/styles.css`.
 */
export { Announcer } from "./components/ui/announcer";
export { Avatar } from "./components/ui/avatar";
export { Icon } from "./components/ui/icon";
export { Logo } from "./components/ui/logo";
export { Modal } from "./components/ui/modal";
export { Notice } from "./components/ui/notice";
export { i18n } from "./config/i18n";
export { ConnectionBanner } from "./features/connection/connection-banner";
export { ConversationList } from "./features/conversations/conversation-list";
export { useConversations } from "./features/conversations/use-conversations";
export { KeyboardHelp } from "./features/keyboard/keyboard-help";
export { KeyboardShortcuts } from "./features/keyboard/keyboard-shortcuts";
export { ChatPane } from "./features/messages/chat-pane";
export { type Chat, ChatProvider, useChat, useReadable } from "./hooks/chat";
export { type Setting, settings, useSetting } from "./hooks/settings";

/**
 * The public face of `@rapport/react`. Its look comes from `@rapport/react/styles.css`.
 */
export { Announcer } from "./components/ui/announcer";
export { Avatar } from "./components/ui/avatar";
export { Icon } from "./components/ui/icon";
export { Logo } from "./components/ui/logo";
export { Modal } from "./components/ui/modal";
export { Notice } from "./components/ui/notice";
export { newI18n, speak } from "./config/i18n";
export { LANGUAGES, type Language, offeredOf, spokenOf } from "./config/languages";
export { newQueryClient } from "./config/query-client";
export { Chat, type ChatProps } from "./embed/chat";
export { RapportProvider, type RapportProviderProps } from "./embed/rapport-provider";
export { KeyboardHelp } from "./features/keyboard/keyboard-help";
export { ChatProvider, useChat } from "./hooks/chat";
export { type Setting, type SettingValue, type Switch, settings, useSetting } from "./hooks/settings";
export { type Rapport, type RapportOptions, useRapport } from "./hooks/use-rapport";

/** Renders screens of `@rapport/react` for tests. */
export { renderChat } from "./render";

/** Stand-ins of `@rapport/client` for tests: a server's conversation and the browser's sockets. */
export { FakeConversation, problem } from "./fake-conversation";
export { fakeSockets } from "./fake-web-socket";

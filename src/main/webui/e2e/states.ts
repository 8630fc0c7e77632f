import type { Browser, Page, WebSocketRoute } from "playwright-core";
import { Person } from "./person";
import { conversation, message, NOW, play, type Scene } from "./stage";

/** One state of the screens: how a person gets there, from a signed-in page with the scene around it. */
export type State = {
  readonly name: string;
  readonly scene?: Scene;
  /** Nobody is signed in. */
  readonly visitor?: true;
  /** Whose conversation is open. */
  readonly open?: string;
  /** Opened with these settings of the browser. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly arrange?: (page: Page, sockets: readonly WebSocketRoute[]) => unknown;
  /** What is there when the state is. */
  readonly until: (page: Page) => Promise<unknown>;
};

const talk = [
  message(1, "anna", "Good morning! I could not sleep again, and the exam is on Friday.", 3_000),
  message(
    2,
    "marieke",
    "Thank you for telling me. What keeps you awake, the exam or what comes after it?",
    2_960,
  ),
  message(3, "anna", "What comes after it, I think. If I fail I have to tell my parents.", 2_950),
  message(4, "marieke", "That is a lot to carry alone. Shall we look at it together tomorrow?", 62),
  message(5, "marieke", "I have time between two and four.", 61),
  message(6, "anna", "Tomorrow at three would be good. Thank you.", 18),
];
const last = talk.at(-1) as (typeof talk)[number];
const marieke = conversation("marieke", "Marieke Jansen", { presence: "available", lastMessage: last });
const tom = conversation("tom", "Tom Peeters", {
  lastMessage: message(9, "tom", "See you on Thursday, then.", 1_500),
  readSeq: 6,
  unread: 3,
});
const closed = conversation("karim", "Karim Haddad", {
  state: "closed",
  lastMessage: message(30, "karim", "All the best!", 30_000),
});
const usual: Scene = { conversations: [marieke, tom, closed], messages: talk };

const LONG_NAME = "Maximiliane-Wilhelmina van den Heuvel-Oosterhuis tot Kasteel Nieuw-Amerongen";
const LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
const hard = [
  message(1, "marieke", LONG_WORD.repeat(3), 40),
  message(2, "anna", `https://example.org/${"a-very-long-address/".repeat(12)}`, 30),
  message(3, "marieke", "👍🏽", 20),
  message(4, "anna", "🎉🎉🎉 👩‍👩‍👧‍👦", 19),
  message(5, "marieke", "مرحبا، كيف حالك اليوم؟ أراك غدًا في الساعة 15:00.", 10),
  message(6, "anna", "One line\n\nand another one after an empty one\n    and one that is indented", 5),
  { ...message(7, "marieke", "", 4), deleted: true },
];

const composer = (page: Page) => page.getByRole("textbox");
const text = (words: string | RegExp) => (page: Page) => page.getByText(words).first().waitFor();
const heading = (name: string) => (page: Page) =>
  page.getByRole("heading", { name, exact: true }).first().waitFor();
const inChat = (words: string | RegExp) => (page: Page) =>
  page.getByRole("main").getByText(words).first().waitFor();
const shown = inChat("Tomorrow at three would be good. Thank you.");
const send = (words: string) => async (page: Page) => {
  await composer(page).fill(words);
  await composer(page).press("Enter");
};
const MENU = "What to do with this message";
const openMenu = async (page: Page) => {
  const row = page.getByRole("main").getByRole("listitem").filter({ hasText: last.text });
  await row.hover();
  await row.getByRole("button", { name: MENU }).click();
};
const choose = (item: string) => async (page: Page) => {
  await openMenu(page);
  await page.getByRole("menuitem", { name: item }).click();
};
/** What the server has next for whoever asks what changed, and the hint that makes the page ask. */
const next = async (page: Page, [socket]: readonly WebSocketRoute[], change: (typeof talk)[number]) => {
  await page.route("**/messages?since=*", (route) =>
    route.fulfill({
      json: { items: [change], version: change.version, readSeq: 0, peerReadSeq: 0, hasMore: false },
    }),
  );
  socket?.send('{"user-id":"anna","sender":"marieke","content":"message-changed"}');
};
const long = Array.from({ length: 30 }, (_, index) =>
  message(
    index + 1,
    index % 3 === 0 ? "anna" : "marieke",
    `${index + 1}. ${talk[index % 6]?.text}`,
    90 - index,
  ),
);
const openSettings = (page: Page) => page.getByRole("button", { name: "Settings" }).click();

export const STATES: readonly State[] = [
  {
    name: "sign-in",
    visitor: true,
    until: (page) => page.getByRole("button", { name: "Anna de Vries" }).waitFor(),
  },
  {
    name: "list-loading",
    scene: { conversations: "pending" },
    until: (page) => page.locator(".row-skeleton").first().waitFor(),
  },
  { name: "list-empty", scene: { conversations: [] }, until: heading("No conversations yet") },
  {
    name: "list-failed",
    scene: { conversations: "failing" },
    until: text("Could not load your conversations."),
  },
  { name: "list", scene: usual, until: text("See you on Thursday, then.") },
  { name: "chat", scene: usual, open: "marieke", until: shown },
  {
    name: "chat-loading",
    scene: { ...usual, messages: "pending" },
    open: "marieke",
    until: (page) => page.locator(".messages-skeleton").waitFor(),
  },
  {
    name: "chat-failed",
    scene: { ...usual, messages: "failing" },
    open: "marieke",
    until: inChat("Could not load this conversation."),
  },
  {
    name: "chat-empty",
    scene: { conversations: [conversation("marieke", "Marieke Jansen", { presence: "away" })] },
    open: "marieke",
    until: inChat("This conversation is private between you and Marieke Jansen."),
  },
  {
    name: "chat-unread",
    scene: { conversations: [{ ...marieke, readSeq: 3, unread: 2 }, tom], messages: talk },
    open: "marieke",
    until: inChat(/^New$/),
  },
  { name: "chat-closed", scene: usual, open: "nobody", until: heading("This conversation is closed.") },
  {
    name: "chat-read-only",
    scene: { conversations: [{ ...marieke, state: "closed" }], messages: talk },
    open: "marieke",
    until: inChat("You can read it, but not write."),
  },
  {
    name: "chat-hard",
    scene: {
      conversations: [
        { ...marieke, peer: { ...marieke.peer, displayName: LONG_NAME } },
        {
          ...tom,
          peer: { ...tom.peer, displayName: LONG_NAME },
          unread: 100,
          lastMessage: message(9, "tom", LONG_WORD, 4),
        },
      ],
      messages: hard,
    },
    open: "marieke",
    until: inChat("One line"),
  },
  {
    name: "typing",
    scene: usual,
    open: "marieke",
    arrange: (_page, sockets) => sockets[0]?.send('{"user-id":"anna","sender":"marieke","content":"typing"}'),
    until: inChat("Marieke Jansen is typing"),
  },
  {
    name: "message-sending",
    scene: { ...usual, sending: "pending" },
    open: "marieke",
    arrange: send("On its way."),
    until: inChat("On its way."),
  },
  {
    name: "message-refused",
    scene: { ...usual, sending: 422 },
    open: "marieke",
    arrange: send("This cannot be sent."),
    until: inChat("Not sent."),
  },
  {
    name: "message-menu",
    scene: usual,
    open: "marieke",
    arrange: openMenu,
    until: (page) => page.getByRole("menuitem", { name: "Delete" }).waitFor(),
  },
  {
    name: "message-edit",
    scene: usual,
    open: "marieke",
    arrange: choose("Edit"),
    until: (page) => page.getByRole("textbox", { name: "Edit this message" }).waitFor(),
  },
  {
    name: "message-edit-deleted",
    scene: usual,
    open: "marieke",
    arrange: async (page, sockets) => {
      await choose("Edit")(page);
      await page
        .getByRole("textbox", { name: "Edit this message" })
        .fill("Tomorrow at four would be better.");
      await next(page, sockets, { ...last, version: last.version + 1, text: "", deleted: true });
    },
    until: inChat("It has been deleted."),
  },
  {
    name: "message-delete",
    scene: usual,
    open: "marieke",
    arrange: choose("Delete"),
    until: heading("Delete this message?"),
  },
  {
    name: "new-below",
    scene: { conversations: [{ ...marieke, lastSeq: 30, version: 30, readSeq: 30 }, tom], messages: long },
    open: "marieke",
    arrange: async (page, sockets) => {
      await page.getByRole("article").last().waitFor();
      await page.locator(".scroller").hover();
      await page.mouse.wheel(0, -5_000);
      await page.getByRole("button", { name: "To the newest message" }).waitFor();
      await next(page, sockets, message(31, "marieke", "One more thing.", 1));
    },
    until: (page) => page.getByRole("button", { name: "1 new message" }).waitFor(),
  },
  {
    name: "composer-full",
    scene: usual,
    open: "marieke",
    arrange: (page) => composer(page).fill("Long thoughts. ".repeat(550)),
    until: inChat(/bytes too long/),
  },
  {
    name: "offline",
    scene: { ...usual, sending: "pending" },
    open: "marieke",
    arrange: async (page) => {
      await page.context().setOffline(true);
      await send("Written in a tunnel.")(page);
    },
    until: inChat("1 message waits to be sent."),
  },
  {
    name: "reconnecting",
    scene: { ...usual, closedWith: 1012 },
    open: "marieke",
    arrange: (page) => page.clock.setFixedTime(NOW.getTime() + 40_000),
    until: (page) => page.getByRole("button", { name: "Try now" }).waitFor(),
  },
  {
    name: "replaced",
    scene: { ...usual, closedWith: 4409 },
    open: "marieke",
    until: (page) => page.getByRole("button", { name: "Use here" }).waitFor(),
  },
  {
    name: "signed-out",
    scene: usual,
    open: "marieke",
    arrange: async (page) => {
      await page.route("**/api/v1/**", (route) => route.fulfill({ status: 401 }));
      await page.evaluate(() => dispatchEvent(new Event("online")));
    },
    until: heading("You have been signed out"),
  },
  {
    name: "start-failed",
    scene: { me: "failing" },
    until: (page) => page.getByRole("alert").getByRole("button", { name: "Try again" }).waitFor(),
  },
  {
    name: "keys",
    scene: usual,
    open: "marieke",
    arrange: async (page) => {
      await page.getByRole("article").last().focus();
      await page.keyboard.press("?");
    },
    until: heading("Keyboard"),
  },
  { name: "settings", scene: usual, arrange: openSettings, until: heading("Settings") },
  {
    name: "discreet",
    scene: usual,
    open: "marieke",
    settings: { discreet: "true" },
    until: (page) => page.getByRole("button", { name: "Leave now" }).waitFor(),
  },
  {
    name: "dutch",
    scene: usual,
    open: "marieke",
    settings: { language: "nl" },
    until: inChat("Je coach is beschikbaar"),
  },
  {
    name: "french",
    scene: usual,
    open: "marieke",
    settings: { language: "fr" },
    until: inChat("Votre coach est disponible"),
  },
  {
    name: "coach",
    scene: { ...usual, me: { role: "coach" } },
    until: (page) => page.getByRole("switch", { name: "Available" }).waitFor(),
  },
  {
    name: "right-to-left",
    scene: {
      conversations: [marieke, tom, closed],
      messages: [
        ...talk,
        ...hard.slice(3, 6).map((each) => ({ ...each, seq: each.seq + 3, version: each.seq + 3 })),
      ],
    },
    open: "marieke",
    query: "?pseudo",
    until: (page) => page.getByRole("article").last().waitFor(),
  },
];

/** The page of a person in this state, in a browser of their own. */
export async function arrive(browser: Browser, state: State, viewport: { width: number; height: number }) {
  const person = await Person.visiting(browser, viewport, "about:blank");
  const { page } = person;
  if (!state.visitor) await page.addInitScript(() => sessionStorage.setItem("rapport.demo.person", "anna"));
  await page.addInitScript((settings) => {
    for (const [name, value] of Object.entries(settings))
      localStorage.setItem(`rapport.setting.${name}`, value);
  }, state.settings ?? {});
  const sockets = await play(page, state.scene ?? {});
  await page.goto(`/${state.open === undefined ? "" : `conversations/${state.open}`}${state.query ?? ""}`);
  const begins = !state.visitor && state.scene?.me !== "failing";
  if (begins) await page.locator("nav").waitFor({ state: "attached" });
  if (state.arrange !== undefined) {
    if (state.open !== undefined) await composer(page).waitFor();
    await state.arrange(page, sockets);
  }
  await state.until(page);
  return person;
}

const chat = document.querySelector("rapport-chat");
const unread = document.getElementById("unread");
const rapport = chat.getAttribute("base-url");

chat.addEventListener("unread-change", ({ detail }) => {
  unread.textContent = detail === 0 ? "Nothing unread" : `${detail} unread`;
});
document.getElementById("sign-out").addEventListener("click", async () => {
  await chat.signOut();
  unread.textContent = "Signed out";
});

// A real site asks its own server, which knows who is signed in. This one asks the development endpoint of Rapport.
chat.tokenProvider = {
  async getToken() {
    const answer = await fetch(`${rapport}/dev/token`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ userId: "anna" }),
    });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    const { token, expiresAt } = await answer.json();
    return { token, expiresAt: Date.parse(expiresAt) };
  },
};

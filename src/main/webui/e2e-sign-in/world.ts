const NAMES: Readonly<Record<string, string>> = { anna: "Anna de Vries", marieke: "Marieke Jansen" };

/** What the organisation's back end does: tells who there is, and that the client and the coach may talk. */
export async function announcePeople(
  app: string,
  token: string,
  people: ReadonlyMap<string, string>,
): Promise<void> {
  const put = async (path: string, body: object) => {
    const answer = await fetch(`${app}/api/v1/platform/${path}`, {
      method: "PUT",
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  };
  for (const id of people.keys()) await put(`users/${id}`, { displayName: NAMES[id] ?? id });
  await put("assignments/anna-and-marieke", { clientId: "anna", coachId: "marieke" });
}

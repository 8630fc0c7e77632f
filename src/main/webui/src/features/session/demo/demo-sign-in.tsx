import type { TokenProvider } from "@rapport/client";
import { Avatar } from "@rapport/react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { SignInFrame } from "../sign-in-frame";
import type { SignInMethod } from "../sign-in-method";
import { type DemoPerson, demoProvider, fetchDemoPeople, rememberedPerson } from "./demo-provider";

/** Signs in as one of the demonstration people. */
export const demoSignIn: SignInMethod = {
  restore: () => {
    const userId = rememberedPerson.read();
    return userId === null ? null : demoProvider(userId);
  },
  forget: rememberedPerson.clear,
  end: rememberedPerson.clear,
  Page: DemoSignInPage,
};

function DemoSignInPage({ onSignedIn }: { onSignedIn: (provider: TokenProvider) => void }) {
  const { t } = useTranslation();
  const {
    data: people = [],
    isError,
    refetch,
  } = useQuery({ queryKey: ["demo-people"], queryFn: fetchDemoPeople });
  const choose = ({ id }: DemoPerson) => {
    rememberedPerson.write(id);
    onSignedIn(demoProvider(id));
  };
  const groups = [
    { title: t("signIn.clients"), members: people.filter(({ role }) => role === "client") },
    { title: t("signIn.coaches"), members: people.filter(({ role }) => role === "coach") },
  ];
  return (
    <SignInFrame title={t("signIn.demoTitle")}>
      <p className="muted">{t("signIn.demoBody")}</p>
      {isError && (
        <p role="alert">
          {t("signIn.failed")}{" "}
          <button type="button" className="button" onClick={() => void refetch()}>
            {t("app.tryAgain")}
          </button>
        </p>
      )}
      {groups.map(({ title, members }) =>
        members.length === 0 ? null : (
          <section key={title} className="demo-group" aria-label={title}>
            <h2>{title}</h2>
            <ul className="demo-people">
              {members.map((person) => (
                <li key={person.id}>
                  <button type="button" className="demo-person" onClick={() => choose(person)}>
                    <Avatar id={person.id} name={person.displayName} />
                    <span translate="no">{person.displayName}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ),
      )}
    </SignInFrame>
  );
}

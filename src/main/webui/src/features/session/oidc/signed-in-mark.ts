const MARK = "rapport.signed-in";

/** That somebody is signed in here, never who or with what: a reload then comes back without asking. */
export const signedInMark = {
  isSet: (): boolean => sessionStorage.getItem(MARK) !== null,
  set: (): void => sessionStorage.setItem(MARK, "yes"),
  clear: (): void => sessionStorage.removeItem(MARK),
};

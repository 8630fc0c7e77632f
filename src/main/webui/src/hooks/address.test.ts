import { act, renderHook, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { goTo, ownEntriesBefore, usePath } from "./address";

test("path_isFollowedForwardAndBack_andOwnEntriesAreCounted", async () => {
  const { result } = renderHook(usePath);
  const before = ownEntriesBefore();
  act(() => goTo("/conversations/9"));
  act(() => goTo("/conversations/42"));
  expect(result.current).toBe("/conversations/42");
  expect(ownEntriesBefore()).toBe(before + 2);
  act(() => goTo("/", "replace"));
  expect(result.current).toBe("/");
  expect(ownEntriesBefore()).toBe(before + 2);
  history.back();
  await waitFor(() => expect(result.current).toBe("/conversations/9"));
  expect(ownEntriesBefore()).toBe(before + 1);
});

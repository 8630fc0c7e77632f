import type { TimelineEntry } from "@rapport/client";
import { act, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { renderChat } from "../../testing/render";
import { DeliveryMark } from "./delivery-mark";

const NOW = Date.parse("2026-01-01T10:00:00Z");

const sentAgo = (milliseconds: number, kind: "sending" | "queued"): TimelineEntry => ({
  key: "a",
  seq: 0,
  own: true,
  text: "on its way",
  deleted: false,
  sentAt: new Date(NOW - milliseconds).toISOString(),
  editedAt: null,
  createdAt: NOW - milliseconds,
  delivery: { kind },
  change: null,
});

describe("DeliveryMark", () => {
  beforeEach(() => vi.useFakeTimers({ now: NOW }));
  afterEach(() => vi.useRealTimers());

  test("messageOnItsWay_saysAfterTenSecondsThatItStillIs", () => {
    renderChat(<DeliveryMark entry={sentAgo(0, "sending")} lastRead={false} />);
    act(() => vi.advanceTimersByTime(9_999));
    expect(screen.getByText("Sending")).toHaveClass("visually-hidden");
    act(() => vi.advanceTimersByTime(1));
    expect(screen.getByText("Still sending")).not.toHaveClass("visually-hidden");
  });

  test("messageThatWaits_saysAfterTenSecondsThatItIsNotSent", () => {
    renderChat(<DeliveryMark entry={sentAgo(0, "queued")} lastRead={false} />);
    act(() => vi.advanceTimersByTime(9_999));
    expect(screen.getByText("Not yet sent")).toHaveClass("visually-hidden");
    act(() => vi.advanceTimersByTime(1));
    expect(screen.getByText("Not yet sent")).not.toHaveClass("visually-hidden");
  });

  test("messageOfAnEarlierPage_saysSoAtOnce", () => {
    renderChat(<DeliveryMark entry={sentAgo(60_000, "sending")} lastRead={false} />);
    act(() => vi.advanceTimersByTime(0));
    expect(screen.getByText("Still sending")).not.toHaveClass("visually-hidden");
  });
});

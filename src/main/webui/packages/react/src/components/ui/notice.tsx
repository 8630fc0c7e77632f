import type { ReactNode } from "react";

type NoticeProps = { title: string; children?: ReactNode; heading?: "h1" | "h2"; role?: "alert" };

/** A calm page or pane that says one thing. */
export function Notice({ title, children, heading: Heading = "h2", role }: NoticeProps) {
  return (
    <div className="notice" role={role}>
      <Heading className="notice-title">{title}</Heading>
      {children}
    </div>
  );
}

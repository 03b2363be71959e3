import type { ReactNode } from "react";
import "../work/work.css";
import "../work/county.css";
import "../projects/projects.css";
import { OpenLinks } from "./OpenLinks.tsx";

interface Props {
  readonly title: string;
  readonly lead: string;
  readonly children: ReactNode;
}

/** A page of open figures: no sign-in, and a way back to the map. */
export function OpenPage({ title, lead, children }: Props) {
  return (
    <main className="work-page open-page" id="map">
      <OpenLinks />
      <h1>{title}</h1>
      <p className="work-lead">{lead}</p>
      {children}
    </main>
  );
}

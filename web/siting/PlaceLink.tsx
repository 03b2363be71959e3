import type { Point } from "geojson";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { writeAddress } from "../map/address.ts";
import type { PickedKind } from "../map/context.ts";

interface Props {
  readonly kind: PickedKind;
  readonly code: string;
  readonly place: Point | null;
  readonly children: ReactNode;
}

/** The main map with a record picked, over the place. */
export function PlaceLink({ kind, code, place, children }: Props) {
  const [lng, lat] = place?.coordinates ?? [];
  const v = lng === undefined || lat === undefined ? {} : { v: { lng, lat, zoom: 9.5 } };
  return (
    <Link href={`/${writeAddress({ on: ["villages", "constraints"], r: { kind, code }, ...v })}`}>
      {children}
    </Link>
  );
}

import { useCallback, useMemo, useRef, useState } from "react";
import { useClient } from "urql";
import { useAbout } from "../about.ts";
import { useCampaigns } from "../campaigns/useCampaigns.ts";
import { useWhatIf } from "../exposure/useWhatIf.ts";
import { today } from "../field/values.ts";
import { useSpeech } from "../i18n/language.ts";
import { useIndicatorColours } from "../regions/indicator.ts";
import { useCountyValues, useLoadedCounties, usePrefetchedValues } from "../regions/values.ts";
import { useAddress } from "./address.ts";
import { breaksOf, classesOf } from "./classes.ts";
import type { LayerKey, Picked, PickedKind } from "./context.ts";
import { offAtFirst } from "./layers.ts";
import type { MapHandle } from "./Map.tsx";
import { palettes, type Theme } from "./palette.ts";
import { placeOf } from "./place.ts";
import { buildStyle, isLayerOn } from "./style.ts";

/** The layer a picked thing lies in, switched on with it so that what was found can be seen. */
const layerOf: Record<PickedKind, LayerKey | null> = {
  region: null,
  village: "villages",
  settlement: "settlements",
  project: "projects",
  enclave: "enclaves",
  cluster: "clusters",
  event: "events",
};

/** Layers that colour the ground in place of the counties. */
const overCounties: readonly LayerKey[] = ["villages", "quality", "campaigns"];

/** From the address and the server to everything the map page shows. */
export function useMapPage(theme: Theme) {
  const { language } = useSpeech();
  const client = useClient();
  const handle = useRef<MapHandle>(null);
  const [address, setAddress] = useAddress();
  const [playing, setPlaying] = useState(false);
  const { about, error: aboutError } = useAbout();

  const latest = about?.latestPeriod ?? null;
  const period = address.t && about?.periods.includes(address.t) ? address.t : latest;
  const shownValues = useCountyValues(period);
  // Class bounds come from the latest month whatever the slider says: colours keep their meaning over time.
  const latestValues = useCountyValues(latest);
  const loaded = useLoadedCounties(shownValues.kept);
  const loadedLatest = useLoadedCounties(latestValues.kept);
  const periods = about?.periods ?? [];
  usePrefetchedValues(period ? periods[periods.indexOf(period) + 1] : undefined, playing);

  const { m: method, k: count, off, o: opacities, r: picked } = address;
  const campaigns = useCampaigns(address.c);
  const mayCampaigns = campaigns.may;
  // A link to a campaign is for who may see campaigns; for others the layer stays off.
  const on = useMemo(
    () => (mayCampaigns ? address.on : address.on.filter((key) => key !== "campaigns")),
    [address.on, mayCampaigns],
  );
  const campaign = campaigns.chosen?.id ?? null;
  const whatIf = useWhatIf(
    address.w,
    (w) => void setAddress({ w }, { history: "push" }),
    handle,
    address.r === null,
  );
  const footprint = whatIf.shape;
  const day = today();
  const breaks = useMemo(
    () =>
      breaksOf(
        loadedLatest.flatMap((value) => (value.score === null ? [] : [value.score])),
        method,
        count,
      ),
    [loadedLatest, method, count],
  );
  const classes = useMemo(() => classesOf(breaks, method, palettes[theme]), [breaks, method, theme]);
  // Any published figure may take the place of the risk; while it is on its way the counties keep what they show.
  const byIndicator = useIndicatorColours(address.i, period, count, palettes[theme]);
  const colours = byIndicator.colours;
  const style = useMemo(
    () =>
      buildStyle({
        origin: window.location.origin,
        theme,
        language,
        period,
        // Warning lines are those of the risk alone.
        method: colours ? "jenks" : method,
        classes: colours?.classes ?? classes,
        on,
        off,
        opacities,
        picked,
        campaign,
        today: day,
        footprint,
      }),
    [theme, language, period, method, classes, colours, on, off, opacities, picked, campaign, day, footprint],
  );

  const isOn = (key: LayerKey) => isLayerOn(key, { on, off });
  /** One layer encodes colour at a time, so the county colours rest while the heat, the quality of data or a campaign is on. */
  const isOverlaid = overCounties.some(isOn);
  const isLit = (key: LayerKey) => isOn(key) && !(key === "counties" && isOverlaid);
  const changes = (key: LayerKey, wanted: boolean) => {
    const without = (keys: readonly LayerKey[]) => keys.filter((one) => one !== key);
    if (offAtFirst.includes(key)) {
      // The heat, the quality of data and campaigns take each other's place.
      const others = overCounties.includes(key) ? on.filter((one) => !overCounties.includes(one)) : on;
      return { on: wanted ? [...others.filter((one) => one !== key), key].sort() : without(on), off };
    }
    return { on, off: wanted ? without(off) : [...without(off), key].sort() };
  };
  const encode = (key: "counties" | "villages") => {
    const next =
      key === "villages"
        ? changes("villages", true)
        : { on: on.filter((one) => !overCounties.includes(one)), off };
    void setAddress(
      { on: next.on, off: key === "counties" ? next.off.filter((one) => one !== "counties") : next.off },
      { history: "push" },
    );
  };
  const toggle = (key: LayerKey) => {
    if (key === "counties" && isOverlaid) encode("counties");
    else void setAddress(changes(key, !isOn(key)));
  };

  const pick = (next: Picked | null) => {
    whatIf.setOpen(false);
    void setAddress({ r: next }, { history: "push" });
  };
  /** Picked elsewhere than on the map: show its layer and go there. */
  const pickAndShow = (
    next: Picked,
    place?: { bbox?: readonly number[] | null; at?: readonly number[] | null },
  ) => {
    const layer = layerOf[next.kind];
    whatIf.setOpen(false);
    const shown = layer && !isOn(layer) ? changes(layer, true) : {};
    void setAddress({ r: next, ...shown }, { history: "push" });
    if (place) handle.current?.fly(place);
    else void placeOf(client, next).then((found) => handle.current?.fly(found));
  };
  const setPeriod = useCallback(
    (next: string) => void setAddress({ t: next === latest ? null : next }),
    [setAddress, latest],
  );

  return {
    handle,
    address,
    setAddress,
    about,
    aboutError,
    period,
    latest,
    periods,
    setPeriod,
    setPlaying,
    campaigns,
    whatIf,
    values: shownValues,
    loaded,
    breaks,
    breaksPeriod: latestValues.kept?.period ?? latest ?? "",
    classes,
    byIndicator,
    painted: colours?.painted ?? shownValues.kept?.values ?? null,
    style,
    isOn,
    isLit,
    encode,
    toggle,
    pick,
    pickAndShow,
  };
}

export type MapPageState = ReturnType<typeof useMapPage>;

import { Search as SearchIcon, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button, ComboBox, Input, Label, ListBox, ListBoxItem, Popover } from "react-aria-components";
import { useQuery } from "urql";
import { graphql } from "../api.ts";
import { useSpeech } from "../i18n/language.ts";
import type { Picked, PickedKind } from "../map/context.ts";

const searchQuery = graphql(`
  query Search($text: String!) {
    search(text: $text, first: 8) {
      kind
      code
      name
      nameEn
      regionKind
      place
      isDemo
      bbox
      center
    }
  }
`);

interface Props {
  readonly onPick: (
    picked: Picked,
    place: { bbox?: readonly number[] | null; at?: readonly number[] },
  ) => void;
}

/** Long enough to skip the letters of one syllable, short enough not to be felt. */
const pauseMs = 120;

export function Search({ onPick }: Props) {
  const { words, nameOf } = useSpeech();
  const box = useRef<HTMLDivElement>(null);
  const [typed, setTyped] = useState("");
  const [text, setText] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setText(typed.trim()), pauseMs);
    return () => clearTimeout(timer);
  }, [typed]);
  const [{ data, fetching, error }] = useQuery({
    query: searchQuery,
    variables: { text },
    pause: text === "",
  });
  const hits =
    text === "" ? [] : (data?.search ?? []).map((hit) => ({ ...hit, id: `${hit.kind}:${hit.code}` }));
  const waiting = fetching || typed.trim() !== text;
  return (
    <ComboBox
      className="search"
      aria-label={words.search.label}
      items={hits}
      inputValue={typed}
      onInputChange={setTyped}
      defaultFilter={() => true}
      menuTrigger="input"
      // The list opens on the keystroke, before the answer is there; an empty one must be allowed to open.
      allowsEmptyCollection={typed.trim() !== ""}
      value={null}
      onChange={(key) => {
        const hit = hits.find((one) => one.id === key);
        if (!hit) return;
        setTyped("");
        onPick(
          { kind: hit.kind.toLowerCase() as PickedKind, code: hit.code },
          { bbox: hit.bbox, at: hit.center?.coordinates ?? [] },
        );
      }}
    >
      <Label className="visually-hidden">{words.search.label}</Label>
      <div className="search-box" ref={box}>
        <SearchIcon size={16} aria-hidden="true" />
        <Input placeholder={words.search.placeholder} spellCheck={false} autoComplete="off" />
        {typed ? (
          <button type="button" aria-label={words.search.clear} onClick={() => setTyped("")}>
            <X size={15} aria-hidden="true" />
          </button>
        ) : (
          // React Aria wants its own button in a combo box; without a list to show it has nothing to say.
          <Button className="visually-hidden" excludeFromTabOrder>
            {words.search.results}
          </Button>
        )}
      </div>
      <Popover className="search-list" offset={4} triggerRef={box} placement="bottom start">
        <ListBox
          aria-label={words.search.results}
          renderEmptyState={() => (
            <p className="quiet search-none" role="status">
              {error ? words.search.failed : waiting ? words.search.searching : words.search.none}
            </p>
          )}
        >
          {(hit: (typeof hits)[number]) => (
            <ListBoxItem id={hit.id} textValue={nameOf(hit)} className="search-hit">
              <span>
                <b>{nameOf(hit)}</b>
                <small>{hit.place}</small>
              </span>
              <em>{words.search.kinds[hit.kind]}</em>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}

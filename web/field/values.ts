/** A new identity of a record, made on the device; also where the page is not served securely. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const variant = "89ab".charAt((bytes[8] ?? 0) & 3);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** Today in Shanghai, like 2026-11-22. */
export const today = (): string =>
  new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(new Date());

/** Yuan as typed to fen, without a rounding of binary fractions; null for what is no amount. */
export function fenOf(typed: string): number | null {
  const [, yuan, cents = ""] = /^(\d{1,8})(?:\.(\d{1,2}))?$/.exec(typed.trim()) ?? [];
  return yuan === undefined ? null : Number(yuan) * 100 + Number(cents.padEnd(2, "0"));
}

/** Whether a text holds what looks like an identity, telephone or account number. */
export const holdsLongNumber = (text: string): boolean => /\d(?:[ -]?\d){9,}/.test(text);

export const textOf = (form: FormData, name: string): string => String(form.get(name) ?? "").trim();

/** The chosen word where it is one of those on offer. */
export const chosen = <Key extends string>(
  form: FormData,
  name: string,
  offered: Readonly<Record<Key, string>>,
): Key | null => {
  const value = textOf(form, name);
  return value in offered ? (value as Key) : null;
};

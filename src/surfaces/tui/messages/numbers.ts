import type { Language } from "./catalogue.ts";

/** Known here, because what knows the numbers of all languages takes tens of milliseconds to be ready. */
const MARKS: Readonly<Record<Language, { point: string; thousands: string }>> = {
  en: { point: ".", thousands: "," },
  de: { point: ",", thousands: "." },
};

/** A whole number: `1,234,567`. */
export function countOf(count: number, language: Language): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, MARKS[language].thousands);
}

/** With as many digits after the point as are asked for. */
export function decimal(value: number, digits: number, language: Language): string {
  return value.toFixed(digits).replace(".", MARKS[language].point);
}

/** `3.2 s`, `2 min 5 s`, `1 h 3 min`. */
export function secondsOf(ms: number, language: Language): string {
  if (ms < 60_000) return `${decimal(ms / 1000, 1, language)} s`;
  const seconds = Math.round(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `$0.123`: what is small shows more digits, unless all sums of a list have the same number of them. */
export function dollarsOf(usd: number, language: Language, digits = usd === 0 || usd >= 1 ? 2 : usd < 0.01 ? 4 : 3): string {
  return `$${decimal(usd, digits, language)}`;
}

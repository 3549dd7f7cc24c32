/** The languages that people can read the terminal in. What comes from models, commands and checks is shown as it is. */
export const languages = ["en", "de"] as const;
export type Language = (typeof languages)[number];

interface Texts {
  readonly [key: string]: string | ((...values: never[]) => string) | Texts;
}

/** The texts of one area, with the same keys and the same values to fill in for each language. */
export type Catalogue<T extends Texts> = Readonly<Record<Language, T>>;

export function catalogue<T extends Texts>(texts: { en: T; de: NoInfer<T> }): Catalogue<T> {
  return texts;
}

/** What is asked for, as a setting or as `LC_ALL`, `LC_MESSAGES` or `LANG` have it (`de_AT.UTF-8`); English for any other. */
export function languageOf(wanted: string, env: Readonly<Record<string, string | undefined>>): Language {
  const locale = wanted === "auto" ? env["LC_ALL"] || env["LC_MESSAGES"] || env["LANG"] || "" : wanted;
  return languages.find((language) => locale.toLowerCase().startsWith(language)) ?? "en";
}

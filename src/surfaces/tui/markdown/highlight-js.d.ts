/**
 * What is used of highlight.js. Its own types bring those of browsers with them, so that `document` and `window` would be known everywhere.
 * `paths` of tsconfig.json puts this in their place. The tree and the mode at the end of a result are not of its public interface; what they are is held by a test.
 */
declare module "highlight.js" {
  /** A grammar, made for the highlighter that it is registered with. */
  export type LanguageFn = (hljs: HighlightJs) => object;

  export interface HighlightedNode {
    scope?: string;
    children: (HighlightedNode | string)[];
  }

  export interface HighlightResult {
    _emitter: { rootNode: HighlightedNode };
    /** The mode that the code ends in; the outermost has no parent. */
    _top?: { parent?: object };
  }

  export interface HighlightJs {
    newInstance(): HighlightJs;
    registerLanguage(name: string, language: LanguageFn): void;
    getLanguage(name: string): object | undefined;
    highlight(code: string, options: { language: string; ignoreIllegals: boolean }): HighlightResult;
  }

  const highlightJs: HighlightJs;
  export default highlightJs;
}

declare module "highlight.js/lib/languages/*" {
  import type { LanguageFn } from "highlight.js";

  const language: LanguageFn;
  export default language;
}

/** The only module that knows the parser. It is loaded with the classifier, which is itself imported lazily. */
export { forEachChild, parse } from "unbash";
export type { Assignment, Command, For, HereDoc, Redirection, SyntaxNode, Word } from "unbash";

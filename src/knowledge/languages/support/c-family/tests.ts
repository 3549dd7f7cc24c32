/** By the names that people use; no runner of C or C++ looks for files. */
export const isCFamilyTest = (path: string): boolean =>
  /(?:^|\/)(?:test[_-][^/]+|[^/]+[_-](?:unit)?tests?|[^/]+Tests?)\.(?:c|cc|cpp|cxx|c\+\+|cu)$|(?:^|\/)tests?\/(?:[^/]+\/)*[^/]+\.(?:c|cc|cpp|cxx|c\+\+|cu)$/.test(
    path,
  );

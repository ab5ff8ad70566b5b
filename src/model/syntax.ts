/** Languages with a tree-sitter grammar; `typescript` reads .ts, `tsx` also reads JavaScript and JSX. */
export type Language = 'go' | 'python' | 'ruby' | 'tsx' | 'typescript';

/** Data about a technology that is too large to carry on every commit (`tables/`). */
export type Table = 'cloudformation' | 'failure-models' | 'mcp' | 'terraform';

/** Whatever must be loaded before a text can be understood. */
export type Grammar = Language | Table | 'postgresql' | 'yaml';

/** What the shell hands in: WebAssembly is behind a promise and the pure rooms have none. */
export type Grammars = {
  /** The tree lives in WebAssembly memory and ends with the visit: take plain data out of it. */
  readonly visit: <T>(language: Language, text: string, take: (root: SyntaxNode) => T) => T;
  /** Also JSON, of which YAML is the larger language. Problems are data: what could be read is still there. */
  readonly yaml: (text: string) => YamlFile;
  readonly postgresql: (sql: string) => PostgresqlFile;
  /** As parsed from its JSON; the file that uses it says what it expects of it. */
  readonly table: (name: Table) => unknown;
};

/** A node of a concrete syntax tree, as far as analyzers look at it (https://tree-sitter.github.io). Rows count from 0. */
export type SyntaxNode = {
  readonly type: string;
  readonly text: string;
  readonly startPosition: { readonly row: number; readonly column: number };
  readonly endPosition: { readonly row: number; readonly column: number };
  readonly startIndex: number;
  readonly endIndex: number;
  readonly isNamed: boolean;
  /** Somewhere below it the text did not fit the grammar. */
  readonly hasError: boolean;
  readonly isError: boolean;
  readonly isMissing: boolean;
  readonly parent: SyntaxNode | null;
  readonly children: readonly SyntaxNode[];
  readonly namedChildren: readonly SyntaxNode[];
  childForFieldName(name: string): SyntaxNode | null;
  childrenForFieldName(name: string): readonly SyntaxNode[];
  descendantsOfType(types: string | string[]): readonly SyntaxNode[];
};

/** Aliases and merge keys are followed; `from` and `to` are lines, counted from 1; `tag` is a tag of its own, as in `!Ref`. */
export type YamlNode = {
  readonly from: number;
  readonly to: number;
  readonly tag: string | null;
} & (
  | { readonly kind: 'map'; readonly entries: readonly YamlEntry[] }
  | { readonly kind: 'list'; readonly items: readonly YamlNode[] }
  | { readonly kind: 'value'; readonly value: string | number | boolean | null }
);
export type YamlEntry = { readonly key: string; readonly line: number; readonly value: YamlNode };
export type YamlFile = {
  /** One for each `---`; an empty one is left out. */
  readonly documents: readonly YamlNode[];
  readonly problems: readonly { readonly line: number; readonly message: string }[];
};

/** What PostgreSQL's own parser says. `from` and `to` are indexes into the text; `statement` is its JSON: `{DropStmt: {…}}`. */
export type PostgresqlFile =
  | { readonly kind: 'read'; readonly statements: readonly PostgresqlStatement[] }
  | { readonly kind: 'broken'; readonly message: string; readonly index: number };
export type PostgresqlStatement = {
  readonly from: number;
  readonly to: number;
  readonly statement: Readonly<Record<string, unknown>>;
};

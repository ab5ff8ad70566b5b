import type { Language } from '../model/syntax.ts';

/** Where the build finds what it copies to `dist/grammars/`, and where it is found when running from source. */
export const LANGUAGE_FILES: Readonly<Record<Language, string>> = {
  go: 'tree-sitter-go/tree-sitter-go.wasm',
  python: 'tree-sitter-python/tree-sitter-python.wasm',
  ruby: 'tree-sitter-ruby/tree-sitter-ruby.wasm',
  tsx: 'tree-sitter-typescript/tree-sitter-tsx.wasm',
  typescript: 'tree-sitter-typescript/tree-sitter-typescript.wasm',
};

/** Programs that read them. Each stands in `dist/grammars/` under the last part of its name. */
export const PARSER_FILES = {
  treeSitter: 'web-tree-sitter/web-tree-sitter.cjs',
  treeSitterCore: 'web-tree-sitter/web-tree-sitter.wasm',
  postgresql: 'libpg-query/wasm/index.cjs',
  postgresqlGlue: 'libpg-query/wasm/libpg-query.js',
  postgresqlCore: 'libpg-query/wasm/libpg-query.wasm',
} as const;

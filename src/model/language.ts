import type { Path } from './change.ts';

/** What a file is written in, by its name. Words of failure models and of `code.*` facts. */
export const LANGUAGES: readonly (readonly [language: string, pattern: RegExp])[] = [
  ['typescript', /\.([mc]?ts|tsx)$/],
  ['javascript', /\.([mc]?js|jsx)$/],
  ['vue', /\.vue$/],
  ['svelte', /\.svelte$/],
  ['python', /\.pyi?$/],
  ['go', /\.go$/],
  ['rust', /\.rs$/],
  ['java', /\.java$/],
  ['kotlin', /\.kts?$/],
  ['scala', /\.(scala|sc)$/],
  ['groovy', /\.(groovy|gradle)$|(^|\/)Jenkinsfile$/],
  ['csharp', /\.(cs|fs|vb|cshtml|razor)$/],
  ['ruby', /\.(rb|rake|erb)$|(^|\/)(Rakefile|Gemfile)$/],
  ['php', /\.(php|phtml|phpt)$/],
  ['swift', /\.swift$/],
  ['elixir', /\.(exs?|heex)$/],
  ['dart', /\.dart$/],
  ['cpp', /\.(c|h|cc|cpp|cxx|hh|hpp|hxx)$/],
  ['haskell', /\.hs$/],
  ['lua', /\.lua$/],
  ['perl', /\.(pl|pm|t)$/],
  ['shell', /\.(sh|bash|zsh|bats)$/],
  ['powershell', /\.psm?1$/],
  ['sql', /\.(sql|pgsql|psql)$/],
  ['gherkin', /\.feature$/],
  ['terraform', /\.(tf|tofu|tfvars|hcl)$/],
  ['dockerfile', /(^|\/)(Dockerfile|Containerfile)(\.[^/]*)?$|\.dockerfile$/],
  ['yaml', /\.ya?ml$/],
  ['json', /\.(json|jsonc|json5)$/],
  ['toml', /\.toml$/],
  ['html', /\.(html?|hbs|ejs|mustache)$/],
  ['css', /\.(css|scss|sass|less)$/],
  ['markdown', /\.(md|mdx|rst|adoc)$/],
];

/** Null: of no language that anything here speaks of. */
export function languageOfPath(path: Path): string | null {
  return LANGUAGES.find(([, pattern]) => pattern.test(path))?.[0] ?? null;
}

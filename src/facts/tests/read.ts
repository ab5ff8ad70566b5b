import type { Path } from '../../model/change.ts';
import type { Grammars, Language } from '../../model/syntax.ts';
import type { TestFile } from './case.ts';
import { readGo } from './go.ts';
import { readJavascript } from './javascript.ts';
import { readPython } from './python.ts';

export function grammarOf(path: Path): Language {
  if (path.endsWith('.py')) return 'python';
  if (path.endsWith('.go')) return 'go';
  return /\.[mc]?ts$/.test(path) ? 'typescript' : 'tsx';
}

export function readTests(path: Path, text: string, grammars: Grammars): TestFile {
  const language = grammarOf(path);
  const reader = language === 'python' ? readPython : language === 'go' ? readGo : readJavascript;
  const plain = text.replaceAll('\r', '').replace(/^\uFEFF/, '');
  return grammars.visit(language, plain, (root) => reader(root, plain));
}

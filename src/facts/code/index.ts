import type { Analyzer } from '../analyzer.ts';
import { javascript } from './javascript.ts';
import { codeGo } from './go.ts';
import { codePython } from './python.ts';
import { codeText } from './text.ts';

/**
 * Detectors: analyzers that state `code.*` facts. The review runs them in the background; no commit waits for a grammar because of
 * them. Growth is one file, its line here, and its cases in test/cases/<id>/.
 */
export const detectors: readonly Analyzer[] = [javascript, codePython, codeGo, codeText];

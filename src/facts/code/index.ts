import type { Analyzer } from '../analyzer.ts';

/**
 * Detectors: analyzers that state `code.*` facts. The review runs them in the background; no commit waits for a grammar because of
 * them. Growth is one file, its line here, and its cases in test/cases/<id>/.
 */
export const detectors: readonly Analyzer[] = [];

import type { Analyzer } from '../analyzer.ts';
import { files } from './files.ts';

export const analyzers: readonly Analyzer[] = [files];

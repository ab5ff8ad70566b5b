import { retryWithBackoff } from 'express-retry-helper';
import { clock } from './clock.js';

export const started = clock();
export const retry = retryWithBackoff;

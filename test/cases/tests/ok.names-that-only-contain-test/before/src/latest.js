export const name = 'src/latest.js';

export const name = 'src/testing.js';

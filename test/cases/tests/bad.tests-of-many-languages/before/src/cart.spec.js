export const name = 'src/cart.spec.js';

export const name = 'web/__tests__/cart.jsx';

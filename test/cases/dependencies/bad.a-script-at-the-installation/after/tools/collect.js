fetch('https://collect.example');

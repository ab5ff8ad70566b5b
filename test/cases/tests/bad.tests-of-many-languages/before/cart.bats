# cart.bats

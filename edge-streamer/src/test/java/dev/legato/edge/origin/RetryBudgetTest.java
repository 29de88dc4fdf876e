package dev.legato.edge.origin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RetryBudgetTest {
    private static int withdrawn(RetryBudget budget) {
        int tokens = 0;
        while (budget.withdraw()) {
            tokens++;
        }
        return tokens;
    }

    @Test
    void withdraw_atFirst_tenTimes() {
        assertEquals(10, withdrawn(new RetryBudget(20)));
    }

    @Test
    void withdraw_afterRequests_theirShare() {
        RetryBudget budget = new RetryBudget(20);
        assertEquals(10, withdrawn(budget));
        for (int request = 1; request <= 4; request++) {
            budget.deposit();
            assertFalse(budget.withdraw());
        }
        budget.deposit();
        assertTrue(budget.withdraw());
        assertFalse(budget.withdraw());
    }

    @Test
    void deposit_ofManyRequests_isKeptUpToTenTokens() {
        RetryBudget budget = new RetryBudget(100);
        for (int request = 0; request < 1_000; request++) {
            budget.deposit();
        }
        assertEquals(10, withdrawn(budget));
    }

    @Test
    void withdraw_ofABudgetOfNothing_never() {
        RetryBudget budget = new RetryBudget(0);
        budget.deposit();
        assertFalse(budget.withdraw());
    }
}

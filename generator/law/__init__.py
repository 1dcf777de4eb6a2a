"""The law as data: dated rulebooks, the checks that hold meetings against them, deadlines, the ledger of outcomes."""

"""Makers of Lamina's golden files: one module per family of cases."""

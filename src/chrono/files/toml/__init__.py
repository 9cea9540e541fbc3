"""Edit TOML as text: find blocks and values, set values, insert blocks, recover from errors."""

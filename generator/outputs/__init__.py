"""Views -> bytes: pages, calendars, site maps. Everything here makes artifacts; only `build` writes them."""

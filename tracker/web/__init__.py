"""Web: what every page and every JSON endpoint needs: requests, forms, fields, paging, error pages."""

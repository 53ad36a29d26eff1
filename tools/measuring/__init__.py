"""What every corpus and every detector is measured with: cases, values, scoring, reports."""

"""History -> forecast: questions, climatology, reasons."""

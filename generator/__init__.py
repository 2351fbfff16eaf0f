"""Static publisher and open-data feed for official certifications of areas."""

__version__ = "0.1.0"

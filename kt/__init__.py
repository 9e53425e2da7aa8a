"""kt: a knowledge-transfer tracker."""

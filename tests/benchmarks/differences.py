"""Time how long two texts of 10,000 words take to compare; run by hand, prints the figures."""

import sys
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).parents[1]))

from test_differences import two_texts

from kt.differences import differences

TURNS = 5


def main() -> None:
    for words_a_line in (8, 40, 10_000):
        before, after = two_texts(words_a_line)
        times = []
        for _ in range(TURNS):
            began = process_time()
            differences(before, after)
            times.append(process_time() - began)
        print(f"{words_a_line:>6} words a line  {min(times) * 1000:6.1f} ms")


if __name__ == "__main__":
    main()

"""Passwords of ten and more characters that many people choose, in lower case."""

COMMON_PASSWORDS = frozenset(
    """
    1234567890 12345678910 123456789a 0123456789 0987654321 9876543210 1q2w3e4r5t 1qaz2wsx3edc
    1234567891 123123123123 1111111111 0000000000 qwertyuiop qwerty12345 qwerty123456 qwertyuiop123
    1q2w3e4r5t6y asdfghjkl123 password123 password1234 password12345 passwort123 passwort1234
    password01 password1! password123! p@ssword123 p@ssw0rd123 passw0rd123 p@ssw0rd1234 letmein1234
    letmein123 welcome123 welcome1234 welcome2024 welcome2025 welcome2026 welcome123! iloveyou123
    iloveyou1234 iloveyou12 football123 baseball123 basketball superman123 sunshine123 princess123
    princess12 abcdefghij abcd123456 abc1234567 abcdef1234 administrator admin12345 admin123456
    administrator1 changeme123 changeme1234 changeme12 secret1234 secret12345 trustno1trustno1
    michael123 jennifer123 charlie123 monkey1234 monkey12345 dragon1234 dragon12345 master1234
    shadow1234 computer123 internet123 whatever123 starwars123 summer2024 summer2025 summer2026
    winter2024 winter2025 winter2026 spring2026 autumn2026 qazwsxedcrfv zaq12wsxcde3 zxcvbnm123
    asdfasdfasdf qweqweqweqwe abcabcabcabc testtest123 testing123 testing1234 hello12345 hello123456
    liverpool123 chelsea123 arsenal123 manchester barcelona1 realmadrid samsung123 google1234
    """.split()
)

"""Entries of the book of names that she passes over by their sense, whatever they sound like.

They are in the records, so they are in the book. Most are good names for somebody; here they would
be heard as something else.
"""

from typing import Final

NO_NAMES: Final = frozenset(
    """Unknown Infant Baby Babyboy Babygirl Boy Girl Male Female Unnamed Notnamed Noname Child
    Daughter Sister Mother Mister Buddy Junior Jr Tj Jb Jc Jd Jt Ary Nana Mimi Lala""".split()
)
TITLES: Final = frozenset(
    """God Goddess Jesus Christ Christo Christos Messiah Lord Saint Santa Satan Lucifer Devil
    Virgin King Queen Queenie Prince Princess Duchess Empress Royal Royalty Majesty Duke Baron
    Kaiser Caesar Czar Lady Madonna Major General Captain Judge Bishop Doc Champ Ace Angel
    Celestial Heaven Nevaeh Divina Diva Venus Aphrodite Cleopatra Hercules Homero Napoleon
    Aristotle""".split()
)
WORDS: Final = frozenset(
    """Ave Amor Beauty Beloved Birdie Blossom Candy Caprice Cash Charity Chance Cherry Darling
    Delta Desire Destiny Diamond Dove Dreama Ever Fawn Flor Fortune Ginger Gypsy Happy Harvest
    Honey Honor Justice Karma Kitty Liberty Link Lotus Love Lovella Lovely Lovey Lovie Lovina
    Lulu Memory Mercy Merry Omega Park Parks Parish Passion Patience Pepper Perfect Posey
    Precious Providence Prudence Rebel Rip Rod Rush Sable Shade Snow Solace Star Starr Starlet
    Starlett Starlette Sterling Storm Stormy Sugar Sun Sunni Sunnie Sunny Sunshine Temperance
    Tempest Temple Treasure True Truly Unique Valley Velvet Victory Windy Wolf Zenith Alpha
    Aster Bay Baya Brandy Brandi Sherry Chardonnay Margarita Melody Melodi Melodie Melodee
    Melonie Sunday Monday Tuesday Wednesday Thursday Friday Saturday Nada Soledad Socorro
    Consuelo Lourdes Milagros Pandora Dea Ima Loa Ono Noe No An Ola Sy Su Ita Lin Lan Ed Cannon
    Loyal Barron Ransom Urban Banks Creed Price Forest Ford Booker Golden Rivers Auburn Shalom
    Silver Lake Palmer Windsor Murphy Collins Era Sena Beau Steele Stone Noble Rock Slade Buck
    Duran Evans Harris Turner Warner Walton Coleman Freeman Williams Smith Jones Richardson
    Simmons""".split()
)
HEARD_AMISS: Final = frozenset(
    """Barbie Dolly Dollie Dixie Trixie Roxie Roxy Bambi Bunny Kandy Candi Candie Cookie Vixen
    Fanny Fannie Dick Dickie Willie Willy Johnson Randy Gay Gaye Titus Art Beaver Bush Lolita
    Jezebel Jemima Sambo Mammie Lilith Hell Hellen Harlot Jinx Medusa Electra Misery Envy Isis
    Adolf Adolfo Adolph Benito Hitler Stalin Lenin Osama Saddam Mussolini Hannibal Idi Katrina
    Karen Manson Judas Cain Nero Ivana Melania Adonis Maryjane Kali Hades Chaos Nemesis Ebola
    Corona Covid Buster Rusty Dusty Rocky Elvis Dracula Desi Desire Desiderio
    Achilles Precious Perdita Dolores Bristol Poppy Moana Elsa Hermione Guinevere
    Maybelline""".split()
)
ASSISTANTS: Final = frozenset(
    """Samantha Alexa Siri Cortana Bixby Claude Gemini Gemma Llama Eliza Echo Jarvis Watson Hal
    Nova Grok Ernie Aria""".split()
)
PLACES_AND_MARKS: Final = frozenset(
    """Africa America Americo Arizona Arlington Asia Atlanta Avalon Berlin Berlyn Bethlehem
    Boston Brooklyn Cairo Carolina Charleston China Cuba Dakota Dallas Denver Egypt Florencia
    Houston India Indiana Ireland Irish Italia Italo Jersey Kansas Kenya Laramie London Medina
    Melrose Memphis Milan Montana Nazareth Nevada Odessa Olympia Paris Parris Phoenix Salem
    Savanah Savanna Savannah Shasta Sonora Tennessee Texas Trinidad Valencia Venice Verona
    Vienna Virginia Washington Zion Armani Bentley Canon Chanel Dior Gucci Harley Lexus Mercedes
    Mercedez Nike Pepsi Porsche Prada Tiffany Toyota Visa Kimber""".split()
)
UNFIT: Final = NO_NAMES | TITLES | WORDS | HEARD_AMISS | ASSISTANTS | PLACES_AND_MARKS

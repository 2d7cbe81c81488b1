"""Cities that open datelines so often that they need no capitals to be known."""

_PLACES = (
    "london paris berlin brussels brüssel bruxelles madrid rome roma wien vienna washington moscow"
    " moskau moscou beijing peking tokyo tokio seoul delhi mumbai islamabad kabul tehran baghdad"
    " jerusalem cairo kairo nairobi lagos abuja johannesburg pretoria canberra sydney melbourne"
    " wellington ottawa toronto mexico havana bogotá lima santiago brasília lisbon lisboa lissabon"
    " dublin edinburgh belfast cardiff geneva genf genève zürich zurich bern amsterdam hague oslo"
    " stockholm copenhagen helsinki warsaw warschau prague prag budapest bucharest sofia athens"
    " athen ankara istanbul kyiv kiew minsk astana almaty tbilisi baku yerevan hamburg münchen"
    " munich frankfurt köln stuttgart düsseldorf leipzig dresden hannover bonn milano napoli torino"
    " barcelona sevilla marseille lyon strasbourg straßburg chicago boston bangkok jakarta manila"
    " bengaluru bangalore chennai kolkata hyderabad lucknow pune ahmedabad chandigarh jaipur patna"
    " bhopal gurgaon gurugram noida srinagar guwahati thiruvananthapuram kochi nagpur indore ranchi"
    " bhubaneswar dehradun shimla jammu lahore karachi rawalpindi peshawar kathmandu colombo"
    " singapore taipei dhaka москва киев минск астана лондон берлин париж брюссель αθήνα"
)
PLACES = frozenset(_PLACES.split()) | frozenset(
    (
        *("new york", "new delhi", "los angeles", "hong kong", "tel aviv", "buenos aires"),
        *("são paulo", "rio de janeiro", "belo horizonte", "porto alegre", "mexico city"),
        *("ciudad de méxico", "cape town", "abu dhabi", "san francisco", "las vegas", "san diego"),
        *("den haag", "the hague", "st. petersburg", "saint petersburg", "frankfurt am main"),
        *("kuala lumpur", "phnom penh", "ho chi minh city", "addis ababa", "panama city"),
        *("washington dc", "washington d.c.", "são luís", "santa fe", "santa cruz", "la paz"),
        *("baton rouge", "little rock", "long beach", "palm beach", "virginia beach"),
        *("des moines", "st. louis", "st louis", "st. paul", "st. john's", "st helier"),
        *("ann arbor", "navi mumbai", "tamil nadu", "thunder bay", "nova scotia"),
        *("british columbia", "milton keynes", "sri lanka", "saudi arabia", "sierra leone"),
        *("costa rica", "ciudad real", "middle east", "la rochelle", "nizhny novgorod"),
        "washington d.c",  # as a line loses its last stop
    )
)

/**
 * The words by which something is denied, past, supposed, or somebody else's (after ConText,
 * Harkema 2009), as patterns over plain words: lower case, no apostrophes, marks set apart.
 */
import { patternOf } from '../document/pattern.ts';

/** Denies what follows. Between it and what it denies may stand a few words that are no verbs. */
export const denials = patternOf(
  String.raw`
  \b(?:no|not|never|without|denies|denied|denying|neither|nor|free of|free from|negative for|
  no sign of|no signs of|no evidence of|(?:dont|doesnt|didnt|havent|hasnt|hadnt|isnt|arent|
  wasnt|werent|aint)(?: (?:really|actually|currently|got|have|had|having|seem|seems|appear|to|
  be|been|get|getting|feel|feeling|experience|experienced|experiencing|noticed|notice|see|
  seen|any|the))*|do not|does not|did not|have not|has not|had not|is not|are not|was not|
  nothing like|rule out|ruled out|rules out|zero|none of|absence of|lack of|nil|neg)\b
`,
);

/** Look like denials and deny nothing that follows. */
export const seemingDenials = patternOf(
  String.raw`
  \b(?:(?:cant|cannot|couldnt|wont|unable to|not able to|hardly|barely|struggl\w+|never|dont|doesnt|
  didnt|without)(?: \w+){1,7} without|not only|not just|no change|not sure|not certain|no wonder|
  no better|not better|
  no improvement|not improving|no relief|not getting|no idea|not going away|no matter|
  not to mention|no doubt|no longer able|not because|not working|not helping|dont know|
  not know|dont want|didnt realise|cannot|not a lot of help|havent told|dont tell|not told|
  not seen anyone|no appointments?|no one|not until|dont think i can|no rush|no hurry|
  not urgent|no point|not settling|not shifting|not stopping|hasnt stopped|isnt stopping|
  doesnt stop|didnt stop|hasnt gone|not gone|isnt going|doesnt go|wont go|not been seen|
  dont worry|not worried|dont mind|not normal|isnt normal|not right|isnt right|not usual|
  not like)\b
`,
);

/** Denies what stands before it in the clause. */
export const denialsAfter = patternOf(
  String.raw`
  \b(?:(?:is|are|was|were|has been|have been|all) (?:ruled out|negative|absent|normal|denied)|
  ruled out|none(?: now| since| at all)?$)|(?:: |- )no\b
`,
);

/** Right before a thing, these deny it whatever it is, also what is atomic. */
export const firmDenials = patternOf(
  String.raw`
  \b(?:no|(?<!\b(?:cant|cannot|couldnt|wont|hardly|barely|never|dont|doesnt|unable|struggle|
  struggling)\b.*)
  without|denies|denied|nil|never|(?:was|were|is|are|did|has|have|had)nt|
  (?:did|has|have|had|was|were) not)(?: (?:any|more|signs? of|
  history of|current|active|further|actually|ever|been))*$
`,
  '',
);

/** Right before a thing that somebody might do, these deny it. */
export const intentDenials = patternOf(
  String.raw`
  \b(?:no|not (?:having|had)|(?:dont|do not|didnt|havent|havent got) (?:have|had|get)|without|
  never (?:had|have)|never)(?: any| more| current)? (?:thoughts?|
  plans?|intentions?|ideas?|urges?|desire|wish)(?: (?:of|to|about|around|on))?$
`,
  '',
);

/** End what a denial denies. */
export const ends = patternOf(
  String.raw`
  (?:\b(?:but|however|except|apart from|although|though|yet|because|since|only|just|then|
  which|until|while|whereas|instead|still|now|today|suddenly|started|and (?:i|ive|im|my|he|
  she|his|her|hes|shes|they|theres|there|now|has|is|we|it)|with|so|i have|i am|i feel|ive got|
  i get|i got|im|ive|i|my|her|his)\b|[;:()]|\. )
`,
);

/** The past, over which somebody is. */
export const past = patternOf(
  String.raw`
  \b(?:in (?:19|20)\d\d|since (?:19|20)\d\d|(?:years?|decades?|months|summers?|winters?|
  christmases) ago|
  (?:weeks?|years?|months) back|back in (?:19|20)\d\d|with my (?:first|second|last|other|eldest|
  youngest|previous)|(?:all |long )behind (?:me|us|him|her)|(?:last|
  the previous) (?:may|year|month|winter|summer|spring|autumn|christmas)|as an? (?:child|baby|kid|
  teenager|teen|infant|toddler|young)|when (?:i|he|she) was (?:a |an )?(?:\d{1,2}|young|little|
  child|kid|baby|teenager|born|pregnant with)|used to (?:have|get|be|suffer|self|feel|cut|
  take|drink|think|faint|fit)|(?:past |medical )?history of|hx of|pmh|previously|
  recovered from|(?:previous|prior)(?: \w+){1,2}(?: in)? (?:19|20)\d\d|in my (?:first|last|second|
  previous) pregnancy|in the past|at birth|as a newborn|
  when (?:he|she|they) (?:was|were) born|(?:hes|shes|im|they are) \d{1,2} now|long (?:gone|past|
  over)|(?:years?|months|\d+) (?:\w+ )?since (?:the|my|his|her|an?|i|that)|(?:in|at|during|
  through) (?:college|uni|university|high school|school|my (?:teens|twenties|
  thirties|youth|20s|30s))|(?:last|a|\w+) (?:season|decades?) ago|last season|at (?:christmas|
  easter|new year)|over (?:christmas|easter|the summer)|(?:had|
  been through) (?:(?!never|not |first).){0,40}\bbefore\b(?! \w+ed\b)|in (?:january|february|march|
  april|may|june|july|august|
  september|october|november|december)\b|at (?:1\d|[5-9])\b|was repaired|all (?:clear|
  good) since|been fine since|controlled|is over|ago and (?:im|all|its)|once last year|
  had (?:a|an|my|the) .{0,40}\b(?:as a|when i)|childhood|long ago|survivor|on (?:my|his|
  her) record)\b
`,
);

/** What says of the past that it is back, wherever in the sentence it stands. */
export const returning = patternOf(
  String.raw`
  \b(?:(?:feels?|feeling|seems?|looks?|its|is|this is|exactly|
  just)(?: exactly| just| much| a bit)? (?:the same|like (?:it|that|then|before|last|when|the last)|
  identical|similar)|same (?:feeling|
  pain|thing|symptoms?|again|as (?:that|then|last|before))|(?:its|is|has|have) (?:come back|
  coming back|back|returned|happening again|starting again|started again))\b
`,
);

/** What makes it present all the same. */
export const present = patternOf(
  String.raw`
  \b(?:again|right now|today|tonight|this (?:morning|afternoon|evening|week|minute)|
  at the moment|currently|same as (?:last|then|before)|like last time|come back|came back|
  is back|still|keeps?|getting worse|worse|yesterday|last night|(?:minutes?|hours?|days?) ago|
  since (?:last night|yesterday|this|lunch|breakfast|monday|tuesday|wednesday|thursday|friday|
  saturday|sunday)|suddenly|started|going on now|now (?:i|he|she|my|his|her|it|im|hes|shes|
  ive|has|having|cant|and)|(?:and|but|,) now|feels like (?:it|that|then))\b
`,
);

/** Spoken of, asked about or learnt about, and had by nobody. */
export const supposed = patternOf(
  String.raw`
  \b(?:teach\w* (?:my|our|the|us|people|kids|staff|parents)|(?:programme|program|show|documentary|
  film|
  podcast|talk|class|course|lesson|episode) (?:on|about)|(?:signs?|symptoms?) (?:to (?:look|watch|
  check)|should i|i should)|
  asking for (?:the )?(?:future|
  a friend|later)|(?:watched|watching|listened to|went to|heard|saw) (?:a|an|the|this|
  that) (?:\w+ )?(?:
  programme|program|show|film|documentary|podcast|talk|episode|series|advert|poster)|(?:writing|
  reading|
  wrote) (?:a|an|my|this) (?:\w+ )?(?:story|novel|book|script|blog|letter|care plan)|
  family (?:screening|risk)|genetic\w*|inherit\w*|hereditary|in the genes|should i (?:be having|
  have|get|be
  getting|go for) (?:the|a|an|my) (?:\w+ )?(?:scan|test|screening|check|screen)|
  (?:be|get|getting|been) screened|what (?:are|is|were|counts|does|do) (?:the |a |an |
  as )?(?:warning |early |main |
  first |common |normal |real )?(?:signs?|symptoms?|difference|causes?|risks?|chances?|
  meaning|definition|treatments?|oxygen|temperature|level|range)|what counts as|how (?:do|
  does|can|would) (?:doctors|nurses|you|we|they|people|someone|one) (?:test|treat|tell|spot|
  diagnose|prevent|recogni[sz]e|help|check)|how many people|(?:i |^)(?:read|
  heard)(?: online| somewhere)? that|heard that|
  is that true|what causes|what happens|how common|how likely|how long after|how long does|
  difference between|(?:is|are) .{1,40} the same as|for an essay|for our|for my (?:course|class|
  essay|project|
  school|students)|how do \w+ work|recommend an? book|do (?:you|they) (?:run|offer|teach|hold|
  give|sell|cover|do (?:talks|courses|classes))|does the (?:clinic|surgery|hospital|
  practice) (?:do|run|offer|have)|is it true|can you explain|explain what|on the news|
  in the news|in the (?:papers?|media)|news that|(?:read|saw|seen|found|wrote|writing|
  reading) (?:an? |the |this |about )?(?:article|book|post|piece|story|report|programme|show|
  film|movie|video|essay|paper|blog)|documentary|(?:tv|favou?rite|netflix) (?:show|series|
  programme)|studying|school project|(?:my|a|our|for) (?:project|essay|dissertation|homework|
  assignment|poster|presentation|exam|coursework)|leaflets?|brochures?|pamphlets?|posters?|
  first aid|cpr|training|courses?|volunteer|fundrais\w*|charity|awareness|in case (?:of|i|we|
  he|she)|at what (?:point|stage) (?:would|should) (?:you|one|anyone|people) (?:worry|
  be worried) about an?|if \w+ (?:\w+ )?ever (?:has|gets|
  had|got|fell|falls|fainted|faints|collapses?|collapsed|chok\w+)|is there an? (?:\w+ )?screening|
  for (?:his|her|their) (?:essay|project|homework|coursework)|what if (?:i|he|she|we|my)|if (?:i|he|
  she|we|they) (?:ever|were to|was to|get|gets|
  develop|develops|notice) |family history|runs in the family|should i list|(?:does|will|
  would) it affect my|what does (?:it|that) mean|on the form|the form (?:asks|says)|
  questionnaire|screening (?:for|programme)|vaccin\w*|jabs?|immuni[sz]ations?|do(?:es)? (?:i|
  it|he|she) qualify|volunteering|what should be in|interact with|what happens (?:in|
  during) an?|worried about getting|scared of getting|chances of|risk of|prevent(?:ing|ion)?|
  avoid getting|side effects?)\b
`,
);

/** Said by one who has it, whatever else the sentence asks. */
export const had = patternOf(
  String.raw`
  \b(?:(?<!do |should |must |can |could |would |may )i have(?! to)|ive|i am|im|i feel|
  (?<!do |should |can |could |would |may |might )i get|(?<!should |when |if )i got|i cant|
  i think (?:i|im|my|he|she)|i keep|ive got|
  im having|my (?:\w+ ){1,3}(?:is|are|has|hurts?|wont|feels?|keeps?|aches?|went|gone)(?! (?:doing|
  learning|studying|writing|reading|training|researching|asking|wondering|interested))|(?:he|
  she) (?:is|has|cant|keeps|wont|looks|feels|took)|(?:hes|shes) (?:having|got|in (?!good hands|
  hospital|recovery)|not|been|
  taken|very|really|so|all|gone|breathing|having)|is having|are having|have taken|i took)\b
`,
);

/** Somebody of whom is only told. */
export const others = patternOf(
  String.raw`
  \b(?:(?:neighbou?rs?|friends?|colleagues?|cousins?|someones?|celebrity|actor|player|
  politician) (?:cousin|friend|brother|mum|dad|dog|cat|uncle|aunt|in (?:australia|america|
  canada))|(?:uncle|aunt|father|dad|mum|grandad|grandma|brother|sister|cousin|relative|
  late (?:father|husband|wife|mum|dad)) (?:died|passed away|had .{0,30}\b(?:years ago|
  last year|last month|in (?:19|20)\d\d))|in (?:my|the|our|his|her) family|(?:mum|dad|mother|
  father|nan|gran|grandad|brother|sister|uncle|aunt|
  husband|wife|friend)s funeral|(?:died|dies|dead|passed|passed away|death|
  lost \w+) (?:of|from|due to|after)|passed away|my late|next of kin|
  my neighbou?rs (?:\w+ )?(?:cat|dog|house|son|baby|husband|wife)|
  the character|(?:neighbou?r|friend|colleague|boss|cousin|uncle|aunt|auntie|mate|coworker|
  classmate|
  teacher)s? (?:\w+ )?(?:just )?(?:had|got) (?:a|an|his|her) .{0,40}(?:last (?:week|month|year)|
  (?:weeks?|months?|years?) ago|made me|so i|(?:worried|worries|scared) me|got me)|lost (?:my|our|
  his|
  her) \w+ to|(?:mum|dad|mother|father|brother|sister|gran|grandad|grandma|nan) had .{0,40} (?:
  at (?:\d\d|the age)|in (?:his|her) \w+|aged|when (?:he|she) was)|someone (?:died|had|with)|
  somebody (?:died|had)|a (?:man|woman|guy|lady|
  person) (?:on|in) (?:the|my) (?:news|tv|street|show))\b
`,
);

/** An animal of whom is told. */
export const pets = patternOf(
  String.raw`
  \b(?:(?:the|a|our) vet|(?:my|our|the|his|her|mums|dads|nans|neighbou?rs) (?:cat|dog|puppy|kitten|
  hamster|rabbit|horse|pet)s?(?: \w+)? (?:has|had|is|was|were|ate|needs|died|keeps|got|having|cant|
  wont|been|swallowed|collapsed|started|threw)|(?:for|my|our) (?:cat|dog|puppy|kitten|hamster|
  rabbit|pet)s?$|for (?:my|our|the) (?:cat|dog|puppy|kitten|hamster|rabbit|horse|pet)s?)\b
`,
);

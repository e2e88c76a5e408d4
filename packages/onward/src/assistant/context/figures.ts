/** Figures of speech and names of places and papers, in which words of illness mean none. */
import { patternOf } from '../document/pattern.ts';

export const figures = patternOf(
  String.raw`
  \b(?:drop dead gorgeous|chok\w+ (?:on|at) (?:the|your|my) (?:\w+ )?(?:cost|price|bill|fees?|
  quote|news)|blue in the face|cold sweats? (?:thinking|just|at|about|over|when)|floored by|
  sick to death|driv\w+ (?:me|us) (?:insane|crazy|mad|nuts|up the wall|round the bend|to drink)|
  heart (?:sank|sinks|in my mouth|goes out|bleeds)|(?:off|weight off) (?:my|his|her) (?:chest|
  shoulders|mind)|
  (?:could|going to|want to|wanna) (?:murder|kill|strangle|throttle) (?:whoever|the (?:website|app|
  printer|computer|person who|receptionist|builders?)|a (?:coffee|cuppa|pizza|drink))|
  cant stand (?:the|
  your|this|that|his|her|my) (?:wait\w*|music|noise|queue|website|app|job|boss|taste|smell|
  sight of)|
  confus\w+ (?:about|by|over|with|as to|which|whether|how|what) (?!where|who)|
  (?:broke|break|breaking|broken) my neck (?:trying|to|getting|for)|hand foot and mouth|(?:cant|
  cannot|couldnt|dont) see (?:my|the|any|your|it|where|how|that|
  an?) (?:\w+ ){0,3}(?:results?|app|online|appointments?|letters?|link|options?|button|website|
  portal|records?|
  bookings?|slots?|page|form|message)|bad breath|morning breath|overdose of (?:the |your )?(?:your|
  kindness|cake|
  chocolate|sugar|christmas|paperwork|forms?|emails?|letters?|texts?|admin|caffeine|telly|tv)|
  (?:app|
  site|website|page|system|computer|laptop|printer|phone|engine|car|mower|hoover) (?:\w+ )?chok\w+|
  in (?:\w+ )?memory of|starv\w+ (?:myself|himself|herself) (?:before|for) (?:the|my|a|an|his|her|
  fasting|blood)|fasting bloods?|(?:coil|implant|iud|device|
  pacemaker|aids?|stent|braces?|dentures?|crown|bra|cap|insoles?|splint|boiler|carpet|kitchen|
  monitor|
  pump|sensor|glasses|lenses|rails?|catheter|alarm)(?: is| was| been| be| to be| being| re)* (?:re)?
  fit(?:ted|ting)?|(?:get|have|had|having|getting) (?:it|one|them|(?:an?|my|the|new) (?:\w+ )?\w+)
  (?: re)? (?:re)?fitted|(?:orthotic|shoe|wig|dress|mask|cpap|prosthetic) fitt(?:ing|er)s?|fittings?
  (?: room| for)|fittings|fitness|fit (?:and|n|&) (?:healthy|well|active|able|strong)|(?:does|
  doesnt|
  dont|didnt|wont|will|would) (?:it |they |that |this )?fit (?:on|me|my|the|any|right|well|properly|
  inside|through)|seiz\w+ the (?:day|chance|moment|opportunity)|faint hearted|for the faint|
  overdos\w+
  (?: on) (?:caffeine(?! (?:tablets|pills))|coffee|chocolate|turkey|cake|sweets|sugar|tv|telly|food|
  pizza|biscuits|crisps|christmas|easter|sunshine|mince pies)|kill (?:my|the|our|your) (?:\w+ )?
  (?:provider|broadband|internet|phone|network|hold music|printer)|blood (?:\w+ ){1,6}(?:was|is|
  were)
  (?: just| only| really)? ?(?:beetroot|beets|ketchup|jam|food colou?ring|food dye|tomato)|
  (?:drop off|hand in|bring|
  leave|post|return|do|take) (?:\w+ ){0,3}(?:stool|urine|wee|poo) samples?|(?:clinic|day|dialysis|
  hospital|school|business|field|camping) trips?|air ambulance|ambulance (?:transport|bill|charity|
  charge|invoice)|(?:snapped|broke|broken) (?:my |his |her )?(?:glasses|specs|frames)|emergency (?:
  repairs?|contact|plumber|locksmith|exit)|nail (?:is |has |gone |went |
  turned |going |was ){0,3}black|black (?:toe|finger|thumb)?nail|
  faint\w* at
  (?: the sight| needles?| blood| injections?)|(?:cant|cannot|dont|couldnt) swallow (?:the |those |
  such )?(?:big|large|huge|whole|horse) (?:\w+ )?(?:tablets?|pills?|capsules?)|swollen (?:glands?|
  lymph|tonsils?)|(?:glands?|tonsils?) (?:are |
  a bit |is )?swollen|stabbed in the back|chok\w+ on my (?:coffee|tea|cornflakes|breakfast|
  lunch) (?:at|when)|(?:youd|id|hed|shed|theyd|you would|would) (?:all )?have (?:a|
  another) (?:stroke|heart attack|fit|coronary)|cant breathe for (?:paperwork|work|emails?|forms?|
  meetings)|(?:head|brain) (?:is |was )?spinning (?:with|from|over) (?:all |the |these )|
  heart skipped(?: a beat)? when|(?:letters?|forms?|results?|website|instructions?|app|system|
  bills?|wording|leaflet|email|text|text message|directions) (?:is|are|was|were|looks?|
  seems?)(?: \w+)? confusing|confusing (?:letters?|forms?|results?|website|instructions?|app|
  system|bills?|wording|leaflet|email|text)|blocked (?:up )?(?:nose|sinus\w*|ears?|toilet|drain|
  sink|number|caller)|rough (?:skin|patch\w*|hands|elbows|edges|idea|draft|night|guess)|
  not (?:an? )?(?:urgent|emergency)|(?:no|nothing) (?:urgent|emergency|urgency)|fit notes?|
  fit for (?:work|school|travel|flying)|(?:news|it|that|this|loss|grief|tiredness|closing|
  price) (?:really |just |has )?hit me|losing the will to live|on my last legs|frog in (?:my|his|
  her) throat|butterflies|makes? my blood boil|
  bite the bullet|chok\w+ on (?:his|her|my|their) words|head (?:is |
  was )?(?:about to |going to )?explode? (?:with|from)|laugh\w* (?:so (?:hard|much)|until|
  till)(?: that)?(?: (?:i|we|he|
  she|they)(?: \w+){1,3})?|could kill (?:my|the) \w+ for|(?:garden|street|road|house|kitchen|
  basement|bathroom|
  office|car park|drive) (?:is |was |has |got )?flood(?:ed|ing)|dying (?:to|for) (?!be\b)\w+|
  died of (?:embarrassment|laughter|boredom|shame)|die(?:d)? (?:laughing|of (?:embarrassment|
  laughter|boredom))|to die for|dead (?:on my feet|end|line|battery|bird|tired|easy|right|
  sure|good)|deadlines?|(?:phone|battery|laptop|car|tablet|wifi|line|internet|
  computer) (?:is |has |was |just |had )?(?:dead|died|dying|crashed)|(?:website|site|app|
  system|computer|portal) (?:has |just |is |keeps )?crash(?:ed|ing|es)?|(?:giv(?:e|es|ing)|
  gave|nearly gave) (?:me|us|him|her|everyone) (?:a|an|another) (?:heart attack|stroke|
  headache|seizure|panic attack|fit)|(?:almost|nearly|about) (?:had|have|having) (?:a|
  another) (?:heart attack|stroke|fit|seizure|heart failure|coronary)|stroke of (?:luck|
  genius|midnight|fortune)|heart (?:skipped a beat when|melted|warming|breaking|broken|
  of gold|to heart|healthy)|heartfelt|by heart|pain in the (?:neck|arse|ass|bum|butt|backside|
  bottom)|(?:drowning|buried|swamped) in (?:\w+ )?(?:paperwork|work|emails?|forms?|debt|
  homework|admin)|(?:id|i would|i could|could|would) (?:kill|murder) (?:for|a|an|some)|
  kill(?:ing)? (?:it|time|two birds|for a)|killer (?:\w+ )?(?:workout|class|view|heels|deal|
  app|queue|schedule)|(?:shoes?|heels|boots|parking|prices?|bills?|wait|traffic|queue|pocket|
  schedule|heat(?:ing)?|commute|internet|fees?|costs?|rent) (?:is|are|was|were)? ?(?:killing|
  murdering|choking|crippling) (?:me|us|my \w+)|sick (?:of|and tired of)|sick (?:note|day|
  days|leave|pay|line|certificate)|(?:worried|bored|scared) (?:sick|to death)|(?:choking|
  crying|dying|doubled up|in stitches|in agony) (?:with|from|of) (?:laughter|laughing|joy|
  embarrassment|boredom)|(?:had|have|has) (?:me|us) in stitches|headache of an?|(?:such|what|
  is|been) a (?:headache|nightmare|pain)\b(?! in my| in his| in her)|bleed(?:ing|s)? (?:me|us|
  them) dry|bleeding (?:typical|obvious|hell|edge|marvellous|useless|ridiculous)|
  burning (?:the candle|question|desire|calories|bridges|ears)|burn(?:t|ed)? out|
  shot in the (?:arm|dark)|breathless (?:with|from) (?:excitement|anticipation|joy)|
  breathe a (?:word|sigh)|breath of fresh air|(?:take|takes|took|taking) my breath away|
  hold(?:ing)? my breath for|(?:blacked|crossed|blocked) out (?:those|the|these|that|some|
  my) (?:dates?|days?|weeks?|times?|slots?)|bit (?:my|his|her|our) head off|fit to burst|
  fit (?:into|you in|me in|us in|him in|her in)\b|(?:get|be|keep|keeping|getting|stay) fit|
  fits (?:my|our|into|around) (?:schedule|day|diary|week)|(?:panic|asthma|heart)? ?attack the|
  passed out (?:the |some |a few )?(?:leaflets?|flyers?|cards?|forms?|sweets|papers|
  brochures?|samples?)|blood (?:drive|type|group|donor|donation|bank|tests?|results?|work|
  form|sample|count|relative|orange|appointment|draw|forms?|samples?)|bloody (?:hell|good|
  great|brilliant|marvellous|useless|late|awful service|ridiculous|phone|website|queue|form|
  traffic|parking|long|annoying)|(?:jumped|jump) (?:out of my skin|for joy|the queue|at|
  on a call|on the call|in the)|(?:shock|nasty shock|in for a shock)(?= when| at)|
  shock(?:ed)? (?:therapy|wave|at the|by the|to see)|electric (?:car|bike|bill|scooter|gate|
  toothbrush|company)|stress (?:ball|test|leave|levels?)|hot (?:desk|water bottle|tip|topic|
  date|in the (?:waiting|room))|cold (?:call|feet about|shoulder|caller|weather|drinks?|sore|
  sores)|gave me the cold shoulder|(?:lost|losing|lose) (?:my )?(?:voice|mind over|patience|
  temper|password|card|letter|form|phone|keys|number|referral|prescription|job|faith)|
  crash(?:ed)? (?:course|diet|out|on the (?:sofa|couch))|collapsed (?:in laughter|into bed|
  on the sofa)|over my dead body|(?:matter|question) of life and death|life ?saver|
  knocked (?:out by|off my feet|it out)|knock on effect|blown away|blew my mind|mind blowing|
  (?:fell|fallen|falling|fall) (?:in love|for|behind|asleep|out with|off the (?:system|list|
  radar)|on my day|short of|over the holidays)|falls? (?:clinic|prevention|on a|class|
  exercise)|in the fall|this fall|break (?:time|up)|broke(?:n)? (?:up with|down on|even|
  the (?:news|link|bank)|link|website|lift|elevator|heater|boiler|printer)|(?:lift|elevator|
  link|website|printer|machine|toilet|door|heating|bus|car|train) (?:is |was |has |
  had )?(?:broke|broken|broke down|broken down|out)|weak (?:signal|tea|password|coffee|
  excuse)|fever pitch|(?:cabin|baby|world cup|football) fever|swimming|swim stroke|
  shooting (?:a|the|our|some) (?:video|film|photo|hoops)|hit (?:me up|my step|the (?:gym|road|
  button|target|goals?)|send|snooze)|kicking myself|strokes? (?:his|her|the|my) (?:hair|cat|
  dog)|poison ivy|poison pen|food for thought|(?:alarm|fire alarm) (?:went off|drill|test)|
  boiler (?:engineer|man|service|repair|broke|is being|is broken|serviced|cover)|
  gas (?:engineer|bill|man|company|safety)|car (?:park|parking|seat|broke)|heavy (?:traffic|
  bag|workload|lifting|heart)|tight (?:schedule|budget|deadline|squeeze)|under (?:pressure to|
  the gun)|pressure (?:cooker|washer|at work)|blind (?:date|spot|spots|faith|as a bat)|
  deaf ears|see(?:ing)? red|see(?:ing)? (?:someone|things differently|a (?:doctor|physio|
  counsellor))|rash decision|temperature (?:in the room|of the room|outside|in here)|
  (?:appointment|clinic|visit|booking|slot|session) (?:was |has been |got )?killed|died down|
  water under|over the moon|gutted|head (?:of|office|start|count|over to|up|down to|teacher|
  lice|home|back|out)|face (?:to face|time|mask|masks|book|the music)|facetime|hand (?:in|over|out|
  me|written|wash)|on the other hand|arm and a leg|cost(?:s|
  ing)? (?:me )?an arm|leg (?:work|press|day)|(?:call|ring|rang|come|hear|heard|write|wrote|
  report|text|message|email|phone|send) (?:\w+ ){0,2}back(?! pain| hurt| ache| is)|
  back (?:pocket|door|office|of the (?:form|letter|car|building))|chest of drawers|
  chest (?:x ?ray|clinic|physician)|stomach (?:rumbling|churning with|for it|it)|cant stomach|
  gut (?:feeling|instinct)|eye (?:test|clinic|on|contact|opener|exam|drops|shadow)|
  ear (?:drops|to the ground|syringing)|nose (?:job|around)|skin (?:care|clinic|of my teeth)|
  neck (?:of the woods|and neck)|shoulder to (?:cry|lean)|cold shoulder|balls? (?:game|park|
  in (?:your|their) court|rolling|pit)|go nuts|nuts about|drives? me (?:nuts|mad|crazy|
  up the wall)|nut (?:free|allergy form)|scream(?:ing)? (?:at (?:the|your)|because (?:of|the|
  your) (?:phone|app|hold))|i could scream|od on (?:chocolate|coffee)|choked up|choke hold|
  (?:burned|burnt|burn) my tongue|burned my tongue)\b
`,
);

/** What follows an illness and makes it the name of a place, a paper or a service. */
export const compounds = patternOf(
  String.raw`
  ^(?:free|clinics?|nurses?|departments?|dept|wards?|forms?|letters?|units?|teams?|groups?|rehab|
  rehabilitation|insurance|cover|counselling|counseling|training|course|leaflets?|awareness|
  prevention|reviews?|tests?|screening|results?|scan|referral|disorders?|certificate|policy|
  jabs?|shots?|vaccines?|vaccination|injections?|specialist|consultant|support|services?|pathway|
  research|study|charity|walk|association|helpline|management|programme|program|care plan|
  plan|diary|monitoring|monitor|machine|app|book|talk|follow|cream|shampoo|therapy|kit|exit|
  contacts?|dentist|dental|room|services|bill|invoice|charge|fund|passport|code|bracelet)\b
`,
  '',
);

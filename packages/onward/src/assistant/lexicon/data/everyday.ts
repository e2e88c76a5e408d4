/** Everyday complaints, seldom urgent, from the belly to the mind; and more ways to say others. */
export const everyday = `
# part
tooth = tooth | teeth | molar | gnashers | wisdom tooth
knee = knee | knees | kneecap
# complaint
heartburn = heartburn | heart burn | indigestion | acid reflux | acid +3 (throat/mouth/coming up)
  | dyspepsia | burning after (eating/food/meals) | food repeats on me | repeating on me | acidy |
  burny chest after (food/eating) | sour taste coming up | reflux at night | acid indigestion |
  stomach acid | waterbrash
bloating = bloated | bloating | bloat | swollen after eating | trousers dont fit by evening |
  blown up after (eating/meals/food) | tummy +3 (puffed up/like a balloon/blown out) | full of
  (air/gas) | look pregnant but | belly sticks out | gassy and (tight/full) | food baby
belching = belch | belching | burping | burps | burp | keeps burping | cant stop burping |
  (windy/gassy) burps | bringing up wind | bringing wind up | rotten egg burps | eggy burps
gas-wind = windy | gassy | farting | farts | fart all | trapped wind | trapped gas | flatulence |
  flatulent | passing wind all | parping | trumping | guffing | smelly wind | a lot of wind | full
  of wind | gas pains
tummy-gurgles = gurgling (tummy/stomach/belly) | (tummy/stomach/belly) +2 (gurgling/gurgles/
  rumbling/rumbles/noisy/churning) | noisy (tummy/stomach/guts) | churning stomach | tummy noises
  | borborygmi | guts churning | bubbly guts | bubbleguts | guts rumbling
pale-stool = (poo/stool/stools/motions/nappy) +4 (pale/white/chalky/clay/putty coloured/grey) |
  clay coloured | putty coloured poo | white poo | chalky poo | poo has no colour | pale poos |
  bleached poo | poo like clay | poo has gone pale | light coloured stools
greasy-stool = (poo/stool/stools) +4 (floats/greasy/oily/fatty/wont flush) | oily poo | fatty
  stools | floating poo | greasy poo | poo floats | steatorrhoea | poo is oily | oil in the toilet
  | poo wont flush away | fat in my poo
not-emptied = still feel like i need a poo | never feel empty | poo wont all come out | cant empty
  my bowels | straining on the (loo/toilet) | straining to (go/poo) | always need to go but
  nothing | urge to poo but nothing | bowels never empty | tenesmus | keep sitting on the loo and
  nothing | feels like theres more poo
bowel-leaks = leaking poo | skid marks | soiling | bowel leakage | leak from (back passage/bottom)
  | poo accidents | (cant/couldnt) make it to the toilet in time | faecal incontinence | fecal
  incontinence | pooing his pants | pooing her pants | messing his pants | poo leaks
swallow-hard = food goes down slowly | food gets stuck on the way | food feels stuck going down |
  pills stick going down | lump when i swallow | have to wash food down | dysphagia | swallowing
  is (odd/slow/awkward/uncomfortable) | hurts to swallow | hurts when i swallow | painful to
  swallow | sore to swallow | swallowing hurts | coughs when (he/she) (eats/drinks)
full-early = full after (two/three/a few) (bites/mouthfuls) | full up quickly | get full quickly |
  fill up quick | feel full straight away | stuffed after nothing | cant finish a meal | full
  after hardly anything | full so fast | full too soon | early satiety | only manage a few
  mouthfuls
appetite-less = no appetite | lost my appetite | lost (his/her) appetite | off my food | off his
  food | off her food | not hungry | never hungry | dont fancy food | dont feel like eating | food
  doesnt interest me | picking at (food/meals) | eating like a bird | poor appetite | appetite +3
  (gone/poor/low/rubbish) | gone off food | barely hungry | isnt hungry
appetite-more = always hungry | hungry all the time | cant stop eating | eating everything |
  starving all the time | constantly hungry | never full | ravenous | bottomless pit | hungry
  straight after eating | increased appetite | eating us out of house and home | eating nonstop
weight-gain = put on weight | putting on weight | gained weight | gaining weight | weight gain |
  piling on (weight/pounds/the pounds) | got fat | getting fatter | gained (a stone/two stone/10
  pounds) | put on +3 (stone/pounds/kilos) | clothes dont fit any more | gone up a dress size |
  bigger round the middle
too-heavy = overweight | obese | obesity | too fat | need to lose weight | want to lose weight |
  help losing weight | my bmi is | carrying too much weight | too heavy for my height | morbidly
  obese | fat jab | weight loss jab | weight management
too-thin = underweight | too thin | skin and bone | skinny | all bones | wasting away | bag of
  bones | ribs sticking out thin | skeletal | gaunt | thin as a rake | cant put weight on
wee-burns = burns when i (wee/pee) | stings when i (wee/pee) | hurts to (wee/pee) | hurts when i
  (wee/pee) | burning (wee/pee/when i pass water) | stinging (wee/pee) | painful to (wee/pee) |
  peeing razor blades | wee +2 (burns/stings/hurts) | sore when (he/she) wees | passing water
  hurts | dysuria | cries when (he/she) (wees/pees)
wee-often = always weeing | always on the loo | up and down to the loo | need the loo every |
  weeing (more/a lot/every hour) | peeing (more/a lot/constantly/every hour) | frequent urination |
  frequency of urine | running to the loo | wee every (hour/half hour/ten minutes) | back and forth
  to the loo | never off the toilet
wee-night = up in the night to wee | up all night (weeing/peeing) | wee at night | pee at night |
  getting up to (wee/pee) | up to the loo at night | up to the toilet at night | nocturia | loo
  three times a night | up twice a night for the loo | weeing in the night | wake to (wee/pee)
wee-rush = cant hold my (wee/pee) | have to run to the loo | desperate for the loo | when i gotta
  go | need to go right away | sudden need to (wee/pee) | urgency to (wee/pee) | weak bladder |
  overactive bladder | dont always make it to the loo | key in the door wee | bladder wont wait
wee-leaks = leak when i (cough/laugh/sneeze/jump) | leak +3 (wee/urine) | pee when i (laugh/cough/
  sneeze/run) | wee when i (laugh/cough/sneeze/jump) | leaky bladder | leaking urine | leaks a bit
  | wearing pads for | stress incontinence | urge incontinence | dribble of wee | damp pants |
  trampoline wee | urinary incontinence
wee-dribbles = dribble after (weeing/peeing) | dribbling after (weeing/peeing) | drip after i wee
  | drips afterwards | after dribble | post void | still drips when i zip | wet patch after weeing
  | dribble in my pants | dribbles at the end
wee-slow = slow stream | weak stream | weak flow | poor flow | slow flow | takes ages to start
  weeing | takes ages to wee | stop start wee | wee stops and starts | hesitant stream | stand
  there ages before it comes | flow +3 (weak/slow/poor/rubbish) | wee comes out slow | old mans
  wee
wee-not-empty = bladder never feels empty | dont feel empty after (weeing/peeing) | still need to
  wee after | need to wee again straight after | incomplete emptying | bladder not emptying |
  doesnt empty properly | never quite empty | half empty bladder | bladder still feels full | have
  to go twice
wee-dark = dark (wee/urine/pee) | (wee/urine/pee) +3 (dark/brown/orange/like tea/like coke/like
  cola) | brown (wee/pee/urine) | wee the colour of tea | tea coloured (wee/urine) | cola coloured
  | dark yellow wee | orange wee | strong coloured wee | concentrated urine | amber wee
wee-smell = smelly (wee/pee/urine) | (wee/pee/urine) +3 (smells/stinks/smell/cloudy/murky) |
  cloudy (wee/pee/urine) | wee stinks | fishy wee | strong smelling (wee/urine) | murky wee | wee
  whiffs | bits in my wee | foul smelling urine
bed-wet = wets the bed | wet the bed | bed wetting | bedwetting | wetting the bed | wetting at
  night | still in night nappies | not dry at night | wet every morning | pees the bed | soaks the
  bed at night | nighttime accidents
penis-discharge = discharge from (my/his) (penis/willy) | penis +3 (discharge/dripping/leaking) |
  stuff coming out of my (willy/penis) | pus from (my/the) (penis/willy) | the clap | urethral
  discharge | drip from my willy | gunk from my (willy/penis) | stained boxers | white stuff from
  my willy | yellow drip down there | dripping penis
vaginal-discharge = vaginal discharge | discharge down there | discharge +3 (smelly/fishy/green/
  yellow/thick/white/itchy) | cottage cheese | fishy smell down | smelly down there | white stuff
  in my knickers | funny discharge | watery discharge | lumpy discharge | discharge like (cottage
  cheese/curd) | gunk in my knickers
periods-heavy = heavy period | heavy periods | periods are (heavy/really heavy/so heavy) | heavy
  monthly | flooding every month | changing pads every hour | period +3 heavy | super plus tampons
  | heavy flow | menorrhagia | bleed heavily every month | double up pads
periods-odd = irregular periods | periods all over the place | bleeding between periods | spotting
  between | in between periods | missed periods | skipped a period | period every two weeks | two
  periods a month | periods have stopped | periods are irregular | periods +3 (early/late/random)
  | bleeding after sex
sex-pain = sex hurts | hurts during sex | pain during sex | painful sex | pain when we have sex |
  sore after sex | too sore for sex | dyspareunia | intercourse is painful | pain with intercourse
  | it hurts when we make love | too tight for sex | vaginismus
erection-weak = erectile dysfunction | ed tablets | cant get it up | cant keep it up | erection
  problems | problems getting hard | cant get hard | cant get an erection | cant stay hard | lose
  my erection | impotent | impotence | mr floppy | bedroom trouble | no morning wood
cant-conceive = cant get pregnant | not getting pregnant | struggling to conceive | infertile |
  infertility | havent conceived | trying to conceive | ttc | no luck getting pregnant | no baby
  yet | fertility (clinic/treatment/problems) | trying for months for a baby
breast-sore = sore (breast/boob/nipple/nipples/breasts/boobs) | (breast/boob/nipple/breasts/boobs)
  +4 (sore/hurts/hurt/tender/hard/cracked/painful) | mastitis | blocked milk duct | engorged |
  tender boobs | cracked nipple | hot lump when feeding | milk blister | nipple thrush | achy
  boobs
breast-lump = (breast/boob/nipple/tit) +4 (lump/lumpy/dimple/dimpled/puckered/inverted) | lump
  under (my arm/armpit) | pea in my boob | found something in my (breast/boob) | nipple +3 (turned
  in/ leaking/discharge) | thickening in my breast | lumpy boobs | hard bit in my (breast/boob) |
  skin of my breast puckers | lump near my nipple
milk-low = low milk supply | not enough milk | milk +3 (dried up/drying up/gone/low/not coming) |
  no breast milk | milk hasnt come in | pumping nothing | baby not getting enough milk | supply
  has dropped | hardly any milk | milk supply
baby-cries = cries all (evening/night/day) | colicky | crying for hours | wont settle | wont be
  put down | crying every evening | unsettled baby | grizzly | fussy baby | fussing | fractious |
  draws legs up | screams every evening | cranky baby | cries a lot
baby-sicks = possets | posseting | sicks up (milk/feeds/her milk/his milk) | spits up | spitting
  up | brings milk back | bringing milk up | sick after (every/each) feed | reflux baby | silent
  reflux | milky sick | bit of milk back
slow-growth = not gaining weight | not putting on weight | dropped centiles | falling off the
  centile | small for (his/her) age | not growing | failure to thrive | faltering growth | off her
  line in the red book | red book line | still in (3/6) month clothes | static weight
slow-milestones = not (walking/talking/crawling/sitting) yet | isnt (walking/talking/crawling/
  sitting) yet | late (walker/talker) | behind with (speech/talking) | speech delay |
  developmental delay | delayed milestones | not babbling | no words yet | behind other
  (kids/children) | not pointing | bottom shuffler
# complaint
hair-loss = hair loss | losing (my/her/his) hair | hair +3 (falling out/thinning/coming out/
  shedding/thin) | going bald | bald patch | bald patches | alopecia | hair in the plughole |
  clumps of hair | thinning on top | hair comes out in handfuls | receding hairline
hair-more = hair on my (chin/face/chest) | hairy chin | too much hair | growing a beard |
  hirsutism | excess hair | facial hair | moustache on a woman | dark hairs on my chin | whiskers
  on my chin | hairs sprouting
nail-changed = nail +3 (yellow/thick/crumbly/brittle/ridged/black/pitted/lifting) | nails +3
  (yellow/ thick/crumbly/brittle/ridged/pitted/lifting/flaky/peeling) | toenail fungus | crumbly
  toenail | manky toenail | nails break | lines on my nails | white spots on nails | spoon shaped
  nails | discoloured nail
skin-dry = dry skin | flaky skin | scaly skin | skin +3 (dry/flaky/scaly/cracked/like sandpaper) |
  chapped | cracked (heels/hands) | rough skin | dry patches | scaly patch | chapped lips | skin
  feels like paper
skin-peels = skin +2 peels | peeling skin | peeling after sunburn | peeling (hands/fingers/feet) |
  skin coming off in flakes | sheds skin | flaking off | skin flakes | snowing skin | dead skin
  coming off my feet | fingertips peeling
skin-darker = dark patch | dark patches | darker skin | skin +3 (darker/darkened) | brown patches
  | melasma | age spots | liver spots | pigmentation | patches on my face darker |
  hyperpigmentation | black neck creases
pimples = spots on my (face/back/chin/forehead) | pimple | pimples | zit | zits | acne | breakouts
  | breaking out | blackheads | whiteheads | pizza face | spotty back | plooks
boil-lump = boil | boils | abscess | carbuncle | lump with a head | pus filled lump | red hot lump
  | lump +3 (pus/squeezed/oozing) | cyst that burst | pilonidal | bartholins | furuncle | lump on
  my bum cheek | ingrown hair gone bad
skin-lump = lump under (the/my) skin | (found/got/have/noticed/new) >2 lump | lump on (my/his/her)
  (arm/leg/neck/back/head/wrist/shoulder/groin) | lipoma | ganglion | sebaceous cyst | cyst on |
  marble under the skin | pea sized lump | fatty lump | growth on my | squishy lump | hard lump
glands-up = swollen glands | glands +3 (up/swollen/sore/raised) | gland +3 (up/swollen/sore) |
  lumps in (my/his/her) neck | lymph node | lymph nodes | swollen lymph | glands like golf balls |
  lump in my groin gland | raised glands | my glands | egg in my neck
wound-slow = (wound/cut/sore/scar/ulcer/stitches) +4 (wont heal/not healing/isnt healing/slow to
  heal/still open/never heals) | leg ulcer | ulcer on my (leg/foot/ankle) | open sore | takes ages
  to heal | sore that wont heal | bed sore | pressure sore | heals slowly | still not healed |
  bedsore
bruises-easy = bruise easily | bruising easily | bruises from nothing | covered in bruises |
  unexplained bruises | bruises for no reason | keep getting bruises | bruises everywhere | random
  bruises | black and blue for no reason | bruise like a peach
blisters = blister | blisters | blistered (heel/feet/toe) | water blister | fluid filled
  (lump/spot) | bubble on my skin | blood blister | rubbed my heel raw | popped blister | friction
  blister | pompholyx
flushes = hot flush | hot flushes | flushing | hot flashes | flushes | go bright red | face goes
  red | red in the face for no reason | hot all of a sudden and red | beetroot face | tropical
  moments | rosacea
night-sweats = night sweats | sweating at night | sweats at night | drenched at night | wake up
  (soaked/drenched/wet through) | soaked sheets | changing the sheets every night | pyjamas soaked
  | sweat through my pjs | wringing wet at night | waking up in a pool of sweat
sweats-lots = sweat too much | sweaty (hands/palms/armpits/feet) | excessive sweating |
  hyperhidrosis | sweat patches | dripping sweaty palms | sweating for no reason all summer |
  always sweaty | sweat more than | underarm sweating | clammy palms
feels-cold = always cold | feel the cold | cold all the time | never warm | cant stand the cold |
  hands always cold | cold hands every | raynauds | poor circulation | bad circulation | freezing
  when everyone else | always freezing
# complaint
dry-mouth = dry mouth | mouth +3 dry | cotton mouth | mouth like sandpaper | mouth like the bottom
  of a birdcage | no saliva | no spit | parched | sticky mouth | dry lips and mouth | xerostomia
mouth-sore = mouth ulcer | mouth ulcers | ulcer in my mouth | ulcers in (my/his/her) mouth | ulcer
  on (my/the) tongue | canker sore | canker | sore mouth | sore tongue | burning tongue | sore
  gums | oral thrush | white tongue | sore inside my cheek | bit my cheek
gums-bleed = gums +3 (bleed/bleeding/sore/receding/swollen) | bleeding gums | blood when i brush |
  bleed when i brush my teeth | spit pink toothpaste | gum disease | gingivitis | gums bleed a bit
  | pink toothbrush | blood on my toothbrush | sore bleeding gum
bad-breath = bad breath | halitosis | breath stinks | breath smells bad | smelly breath | dog
  breath | morning breath all day | breath +2 (stinks/reeks/bad) | mouth smells | whiffy breath |
  dragon breath
toothache = toothache | tooth ache | {tooth} +3 {pain} | sensitive teeth | throbbing tooth | teeth
  hurt with cold | lost a filling | chipped tooth | cracked tooth | wisdom tooth | abscess in my
  tooth | tooth is killing | gnashers hurt | teething | tooth pain
taste-smell = cant (taste/smell) | lost my (taste/smell/sense of smell/sense of taste) | no
  (taste/ smell) | lost taste | loss of (taste/smell) | nothing tastes | food tastes of nothing |
  metallic taste | funny taste | bad taste in my mouth | taste +3 (gone/weird/funny/metal) |
  everything smells weird | cardboard taste
voice-lost = lost my voice | lost (his/her) voice | voice +2 (gone/going/lost) | no voice | cant
  raise my voice | laryngitis | only a whisper | squeaky voice | voice keeps cracking | sound like
  a frog | voice is shot | can only whisper
throat-drip = post nasal drip | postnasal drip | drip down the back of my throat | mucus in my
  throat | catarrh | clearing my throat | phlegm in my throat | throat clearing | always clearing
  my throat | gunk at the back of my throat | stuff running down my throat | snot down my throat
nose-blocked = blocked nose | stuffy nose | bunged up | nose +2 (blocked/stuffed/bunged) | nasal
  congestion | cant breathe through my nose | stuffed up | congested nose | sinuses blocked | nose
  is like concrete | sinus | bunged up sinuses | blocked sinuses
nose-runs = runny nose | nose +3 (running/streaming/dripping/runs) | snotty | snot | streaming
  nose | drippy nose | nose like a tap | sniffles | sniffly | candle nose | green snot | yellow
  snot
sneezes = sneeze | sneezing | sneezes | achoo | sneezing fits | sneezed all | keep sneezing | cant
  stop sneezing | sneezy | sneezing my head off | non stop sneezing
hiccups = hiccup | hiccups | hiccough | hiccoughs | hiccuping | got the hiccups | hiccups for |
  hiccups wont | hicups | keeps hiccupping | hiccupy
cough-dry = dry cough | tickly cough | hacking cough | irritating cough | cough +2 (dry/tickly) |
  tickle in my throat | coughing but nothing comes up | barky tickle | annoying cough | cough with
  nothing coming up | unproductive cough | nonproductive cough
cough-wet = chesty cough | wet cough | phlegmy cough | coughing up
  (phlegm/gunk/green/yellow/mucus/ stuff) | green phlegm | yellow phlegm | bringing up
  (phlegm/green/gunk) | rattly cough | rattly chest | productive cough | phlegmy | loose cough
cough-long = cough for (weeks/months) | cough wont go | coughing for (weeks/months) | cant shake
  this cough | lingering cough | smokers cough | three week cough | cough still here | cough
  hanging around | chronic cough | cough since (christmas/summer/last month)
ears-ring = tinnitus | tinitus | ringing in (my/the/his/her) ears | ears +3
  (ringing/buzzing/humming/ whistling) | buzzing in my (ear/ears) | whooshing in my (ear/ears) |
  humming in my ears | noise in my (ear/ears) | ear rings | bells in my ears | high pitched whine
  in my ear | heartbeat in my ear
ears-blocked = blocked ear | blocked ears | ear +3 (blocked/wax/waxy/full/popping/popped/clogged)
  | ears +3 (blocked/full/popping/clogged) | ear wax | earwax | ears wont pop | like im underwater
  | cotton wool in my ears | wax buildup | need syringing | ears syringed | glue ear
hears-less = hard of hearing | deaf | going deaf | cant hear | hearing loss | turn the tv up |
  telly too loud | says what all the time | deafness | hears nothing on one side | lost hearing |
  hearing +3 (going/worse/bad/poor)
eye-red = bloodshot | pink eye | pinkeye | conjunctivitis | red eye | red eyes | eye +2 (red/
  bloodshot/pink) | eyes +2 (red/bloodshot/pink) | burst blood vessel in my eye | blood in the
  white of | red as a tomato eye | itchy red eyes
eye-gunk = sticky eye | sticky eyes | gunky eye | gunky eyes | eye +3 (gunk/goo/pus/crusty/gooey/
  discharge/stuck together) | eyes +3 (gunky/crusty/gooey/stuck together/sticky) | sleep in his
  eyes | yellow gunk | crusty eyes | eyes glued shut in the morning | weeping eye
eye-waters = watery eye | watery eyes | watering eye | watering eyes | eyes +3 (water/watering/
  streaming/running) | eye +3 (waters/watering/streaming) | streaming eyes | teary eyes | tears
  running down all the time | weepy eyes | eyes wont stop watering | eyes leak
eye-dry = dry eye | dry eyes | gritty eyes | gritty eye | eyes +3
  (dry/gritty/scratchy/tired/itchy/ sore) | sand in my eyes | eye strain | tired eyes | itchy eyes
  | screen eyes | eyes feel like sandpaper | sore eyes
eyelid-lump = stye | style on my eye | chalazion | lump on (my/his/her) eyelid | eyelid +3 (lump/
  puffy/swollen/itchy/twitching/drooping) | puffy eyelid | puffy eyes | bags under my eyes |
  blepharitis | eyelid twitch | crusty eyelids
sight-double = double vision | seeing double | see two of | two of everything | diplopia | vision
  +2 double | everything is doubled | seeing two | ghost image | see double | images overlap |
  double images
sight-blurred = blurred vision | blurry vision | blurry | blurred | vision +3
  (blurry/blurred/fuzzy/ hazy/foggy/cloudy) | eyesight +3 (blurry/fuzzy/worse/failing/going) |
  cant focus my eyes | foggy vision | everything is fuzzy | like looking through fog
floaters = floaters | floater | black dots | black specks | specks floating | squiggles in my eye
  | cobwebs in my vision | little flies in my eye | spots floating | tadpoles in my eye | bits
  floating in my eye | strings in my vision
# complaint
knee-pain = {knee} +4 {pain} | {knee} +3 (clicks/click/stiff/swollen/gives way/giving way/locks) |
  bad knee | dodgy knee | knee trouble | gammy knee | knackered knee | runners knee | housemaids
  knee | knees are shot | creaky knees
hip-pain = hip +3 {pain} | bad hip | hip +3 (stiff/clicks/sore) | hips +3 {pain} | dodgy hip | hip
  trouble | groin strain | hip +2 worn | hip bursitis | cant lie on my hip | hip hurts in bed
shoulder-pain = shoulder +3 {pain} | frozen shoulder | bad shoulder | shoulder +3
  (stiff/clicks/sore) | rotator cuff | cant lift my arm over my head | shoulder wont go up | dodgy
  shoulder | shoulders +3 {pain} | cant reach behind my back
elbow-pain = elbow +3 {pain} | tennis elbow | golfers elbow | bad elbow | elbow +3 (stiff/sore/
  swollen) | elbows +3 {pain} | bashed my funny bone | student elbow | elbow bursitis | elbow
  clicks
foot-pain = (foot/heel/toe/feet/heels/toes) +3 {pain} | plantar fasciitis | bunion | bunions |
  heel spur | sore feet | bad feet | first step in the morning | flat feet | gout in my toe | ball
  of my foot hurts
hand-pain = (hand/hands/wrist/thumb/finger/fingers) +3 {pain} | carpal tunnel | trigger finger |
  rsi | sore wrist | bad wrist | stiff fingers | arthritic hands | cant open jars | thumb joint |
  wrist pain
joints-ache = joint pain | joints +3 {pain} | achy joints | sore joints | rheumatism | rheumatics
  | arthralgia | all my joints | joints +2 (hurt/ache/throb) | sore in all my joints | joints hurt
  when it rains | every joint hurts
joint-swells = swollen (knee/ankle/joint/joints/wrist/finger/toe) | (knee/ankle/joint/wrist/elbow/
  knuckles) +3 {swell} | fluid on the knee | water on the knee | puffy ankles | ankles swell | fat
  ankle | ankles +3 (swollen/puffy/up) | cankles | swollen feet | feet swell
low-back = low back pain | lower back +4 {pain} | lower back | lumbago | back spasm | bottom of my
  back +3 {pain} | base of my spine | small of my back | ache above my bum | low back | lowerback
muscle-pain = muscle +3 {pain} | muscles +3 {pain} | pulled (a/my) (muscle/hamstring/calf) | achy
  muscles | aching all over | ache all over | aches and pains | sore all over | body aches |
  myalgia | doms | muscle soreness | everything aches | torn muscle
cramps = cramp | cramps | leg cramps | calf cramps | charley horse | muscle cramp | cramp in my
  (leg/calf/foot) | foot cramp | cramping legs | night cramps | toes curl with cramp | muscle
  spasm | leg spasms
muscle-twitch = twitch | twitching | twitchy | muscle twitches | eye twitch | eyelid twitching |
  muscle jumping | flickering muscle | fasciculations | jumpy leg | twitching leg
legs-restless = restless legs | restless leg | legs wont keep still | jumpy legs | fidgety legs |
  have to move my legs | creepy crawly legs | legs jump at night | legs drive me mad at night |
  legs twitch in bed | cant keep my legs still
leg-walk-pain = calves ache when i walk | leg pain when walking | have to stop walking because |
  calf hurts when i walk | stop every (hundred/50/100) yards | claudication | legs hurt going
  uphill | legs seize when walking | window shoppers legs | legs ache after walking | calves burn
  walking
bone-pain = bone pain | bones +3 {pain} | pain in my bones | achy bones | deep in the bone | shin
  splints | shin pain | ache in my bones | bones are sore | aching shins | feels like it is in the
  bone
limping = limp | limping | hobbling | hobble | walks funny | walking funny | favouring one leg |
  walking with a limp | cant walk right | walks on tiptoe | waddling | gait
pins-needles = pins and needles | tingling | tingly | tingle | fizzing fingers | fizzy feet | hand
  goes to sleep | fingers go to sleep | arm falls asleep | prickly feet | pin and needles | numb
  fingers at night | paresthesia | paraesthesia
shaky-hands = shaky hands | hands +2 (shake/shaking/tremble/shaky/trembling) | tremor | tremors |
  hand shakes | trembly | spill my tea | cant hold a cup still | hand tremor | essential tremor |
  wobbly hand | handwriting +2 (shaky/tiny)
clumsy = clumsy | bumping into things | dropping stuff | keep tripping | butterfingers | walk into
  door frames | uncoordinated | knocking things over | two left feet | trips over nothing | keep
  stumbling
neck-twisted = wry neck | cricked neck | crick in my neck | neck stuck to one side | cant turn my
  neck | twisted neck | torticollis | slept funny on my neck | slept on it funny | neck locked |
  neck has gone into spasm
# complaint
cant-sleep = cant sleep | insomnia | not sleeping | sleepless | awake all night | wide awake at
  (2/3/ 4) | cant drop off | cant get to sleep | up all night | tossing and turning | trouble
  sleeping | hardly sleep | sleep badly | poor sleep | keep waking up | wake at (2/3/4/three/four)
  every night | bad sleep
sleeps-much = sleeping too much | sleep all day | oversleeping | sleeps 14 hours | cant get up in
  the morning | always sleepy | fall asleep at my desk | fall asleep in front of the telly | nap
  every day | hypersomnia | sleeping 12 hours
snores = snore | snores | snoring | sounds like a train at night | snoring like | gasps in his
  sleep | sleep apnoea | sleep apnea | stops breathing in his sleep | cpap | wakes the house
  snoring
nightmares = nightmare | nightmares | bad dreams | night terrors | sleepwalking | sleep walking |
  talks in (his/her) sleep | wakes up screaming | vivid dreams | acts out dreams | sleep paralysis
brain-fog = brain fog | foggy head | fuzzy head | head full of cotton wool | cant concentrate |
  cant focus | cant think straight | no concentration | lose my train of thought | poor
  concentration | mind goes blank | cant follow a film | head like treacle | scatterbrained
forgets = forgetful | forgetting things | keep forgetting | memory is (bad/going/terrible/shot) |
  poor memory | bad memory | cant remember things | losing my marbles | forgets names | put my
  keys in the fridge | repeats himself | repeats herself | memory loss | memory problems
nervous = anxious | anxiety | worried all the time | on edge | panicky | panic attacks |
  butterflies all the time | stressed | stressed out | health anxiety | cant relax | worry about
  everything | jittery | nerves are shot | always worrying | nervous all the time
irritable = irritable | snappy | short tempered | bad tempered | grumpy | snapping at everyone |
  fly off the handle | angry all the time | ratty | cranky | mood swings | quick to anger | short
  fuse
restless = restless | cant sit still | fidgety | agitated | on the go all the time | cant settle |
  wound up | bouncing off the walls | hyperactive | adhd | pacing (about/up/the) | hes hyper
listless = listless | no motivation | cant be bothered | no get up and go | apathetic | no oomph |
  lost interest | sluggish | lacking energy | no enthusiasm | zest has gone | cant face anything
weak-all-over = weak all over | feel weak | no strength | weak as a kitten | legs feel weak |
  weakness | general weakness | all my strength has gone | feeble | weak and wobbly | too weak to
low-pressure = low blood pressure | blood pressure +3 low | bp +3 low | hypotension | low bp |
  pressure is low | bp of 90 | blood pressure drops | drop in blood pressure | blood pressure is
  on the low side | low pressure reading | bp dropped
head-rush = head rush | head rushes | dizzy when i stand up | dizzy when standing | dizzy getting
  up | lightheaded when i stand | stand up too quick | go funny when i stand up | light headed
  getting up | see stars when i stand up | woozy when i get up | dizzy out of bed | swimmy when i
  stand
slow-heart = slow pulse | slow heartbeat | slow heart rate | pulse +3 (slow/low) | heart rate +3
  (low/ slow) | bradycardia | resting heart rate is low | watch says my pulse is low | heart beats
  slowly | low heart rate | low pulse
# symptom
wheeze = wheezy chest | chest +3 (whistles/whistling/squeaks/squeaky) | whistly | squeaky chest |
  musical chest | breathing whistles | wheasing | weezing | wheezin | weezy
cough = coughs | coughin | cough cough | barky | coughing fits | coughing all night | throaty
  cough | smokers cough
sore-throat = scratchy throat | throat +2 (scratchy/on fire/killing/like razor blades) | throat
  like glass | soar throat | raw throat | swallowing glass | throat feels raw
itchy = itchin | scratching | scratch all | cant stop scratching | itches | itchiness | ichy |
  scratching (himself/herself/myself) raw | prickly heat | pruritus
yellow = eyes gone yellow | whites of (his/her/my) eyes +2 yellow | yellowish skin | yellow tinge
  | looks yellow | jaundis | skin like a lemon
weight-loss = clothes hanging off | clothes are falling off | trousers falling down | weight +3
  (dropping/falling off/dropped off) | shedding weight | lost (a stone/two stone/10 pounds/5
  kilos) | weight fell off
constipated = bunged up below | no poo for | not pooed | hasnt pooed | havent pooed | rabbit
  droppings | hard poo | hard stools | straining to poo | cant go to the toilet for a poo | not
  been for days | bowels havent moved
blood-urine = haematuria | hematuria | peeing blood | pee +3 (red/pink/blood) | blood in my
  (pee/water) | wee +3 (red/pink) | bloody (wee/pee/urine) | blood when i (wee/pee)
memory = cant remember what i | losing my memory | memory going
red-line = red track | red stripe | red streaking | streaky red lines
hoarse = gravelly | gruff | voice like gravel | hoarseness
chest-infection = bronchitus | infection on my chest | chest is infected | lung infection | flu
  like
`;

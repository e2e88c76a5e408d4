/**
 * Parts of the body and words of pain, weakness and change: what other entries are put together of.
 */
export const body = `
# part
chest = chest | breastbone | sternum | ribcage | chst | middle of chest | over the heart | heart
  area
heart = heart | ticker | pulse
arm = arm | forearm | elbow | wrist | bicep
shoulder = shoulder | shoulder tip | shoulder blade | shoulder blades | collarbone
jaw = jaw | teeth | chin
hand = hand | finger | thumb | palm | grip | knuckle
leg = leg | thigh | shin | knee | ankle | lower leg | upper leg
calf = calf | calves | back of the (knee/leg/lower leg) | lower leg
foot = foot | feet | toe | heel | sole
hip = hip | groin | pelvis
head = head | skull | noggin | forehead | temple | scalp | kerb to the head
face = face | cheek | mouth | smile | eyelid | corner of mouth | side of face | lip droop
eye = eye | eyeball | eyesight | eyelid
ear = ear
nose = nose | nostril
mouth = mouth | lip | gum | tongue
tongue = tongue
lips = lip | lips | mouth
throat = throat | windpipe | tonsil | gullet | voice box
neck = neck | nape
back = back | spine | lumbar | backbone
tummy = tummy | stomach | belly | abdomen | abdominal | gut | guts | tum | lower abdomen | pit
  of stomach | insides | belly button | upper tummy | lower tummy | epigastric | bowels
side = side | flank | loin | right side | left side | one side | low down | iliac fossa
testicle = testicle | testis | testicles | ball | balls | nut | nuts | bollock | scrotum | nuts
  and bolts | private parts | nads | ballsack
genitals = (penis/willy/privates/vagina/down below/down there/vulva/foreskin)
bottom = bottom | bum | back passage | rectum | anus | rectal | butt | backside | bumhole
skin = skin | skin all over
wound = wound | cut | incision | scar | stitches | gash | graze | cast | plaster cast | drip
  site | line site
limb = {arm} | {hand} | {leg} | {foot} | limb | one side of body | side of body | body | right
  side | left side
bladder = bladder | waterworks
fontanelle = fontanelle | soft spot | fontanel | top of head
saddle = saddle | between legs | genital area | around (bum/bottom/anus/back passage) |
  undercarriage | inner thighs | groin area | when i wipe | myself wipe | wiping
pain = pain | painful | ache | achy | aching | hurt | hurting | sore | agony | agonising |
  agonizing | throb | throbbing | tender | cramp | cramping | crampy | stabbing | discomfort |
  twinge | excruciating | killing me | killing him | killing her | in bits | burning pain |
  torture | pains | payn | paining | spasm | gripping pain | colic | sting | burning feeling |
  stitch
crushing = crush | crushing | squeeze | squeezing | heavy | heaviness | weight | pressure | tight
  | tightness | tightening | vice | vise | clamp | band | elephant | sitting on | someone is
  sitting | standing on | being stood on | sat on | sits on | stood on | gripping | bursting |
  constricting | constricted | dead weight | clenching | brick on | strap | belt around
tearing = tear | tearing | ripping | rip | knife | ripped
severe = severe | terrible | awful | worst | unbearable | excruciating | agony | agonising |
  agonizing | horrendous | horrific | extreme | intense | unreal | so bad | really bad | 10 out
  of 10 | 9 out of 10 | 10 10 | 9 10 | ten out of ten | nine out of ten | on the floor |
  screaming | screaming in pain | doubled over | doubled up | cant stand up | cant straighten |
  crying with | in tears | crippling | sever | very bad | very painful | writhing | pain is out
  of proportion | cannot bear | cant bear | cant cope with | worst ever | off the scale | cant
  move with | the worst
sudden = sudden | suddenly | all of a sudden | out of nowhere | out of the blue | came on in
  seconds | in seconds | instantly | instant | abrupt | like a (thunderclap/bang/explosion) |
  thunderclap | hit me | hit by a bat | came on fast | came on quickly | just now | minutes ago |
  like being hit | within (seconds/minutes) | hit with a bat | woke up with | woke up and | woke
  with | snapped | like a switch | from one minute to the next | fine (this
  morning/yesterday/earlier/last night/an hour ago/before)
worsening = worse | worsening | spreading | getting worse | getting bigger | progressing |
  spread | deteriorating | going downhill | more and more | creeping up | each hour | by the
  hour | gone downhill
weak = weak | weakness | wouldnt (work/do/move/grip/lift) | limp | heavy | dead | floppy |
  paralysed | paralyzed | paralysis | wont work | not working | doesnt work | cant move | cannot
  move | cant lift | cannot lift | cant raise | wont move | lost power | no strength | no power |
  giving way | gave way | useless | stopped working | gone funny | cant hold | cant grip | keeps
  dropping | dropping things | cant feel | unable to (move/lift/raise/hold) | can not
  (move/lift/raise/hold/feel) | cant use | lost use of | wont do what i want | lost control of |
  clumsy | wont go where i want | just gone | gone (dead/limp/weak/weird/useless/floppy)
numb = numb | numbness | tingle | tingling | tingly | pins and needles | cant feel | no feeling
  | lost feeling | lost sensation | no sensation | loss of sensation | cannot feel | went to
  sleep | prickling
droop = droop | drooping | drooped | drop | dropped | dropping | lopsided | sagging | sag |
  uneven | slipped | fallen | falling | hanging down | hanging | pulled down | twisted to one
  side | slack | wonky | crooked | lop sided | melted | gone down | numb | one sided | caved |
  asymmetrical | slid
swell = swell | swelling | swollen | puffy | puffed up | puffing up | puff up | blown up |
  blowing up | ballooning | huge | massive | inflated | bloated | balloon | fat | size of a
  (ball/grapefruit/golf ball) | twice the size | bigger than | enlarged | puffed | swelled | up
  like a balloon | blew up
cold = cold | freezing | ice cold | icy | chilly to touch | stone cold
pale = pale | grey | gray | white | ashen | washed out | no colour | no color | pasty | drained
  of colour | white as a sheet | waxy | colourless | colorless | yellow and grey
blue = blue | blueish | purple | dusky | bluish | mottled | blotchy | navy | violet | greyish |
  cyanosed | marbled
hot = hot | burning | burning up | boiling | warm | roasting | fever | on fire
red = red | redness | inflamed | angry looking | crimson
side-one = one side | one half | half of (face/body) | left side | right side | one leg | one
  arm | one hand | left (arm/leg/hand/face) | right (arm/leg/hand/face) | half his (face/body) |
  half her (face/body)
`;
